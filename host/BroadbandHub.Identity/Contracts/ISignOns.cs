using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Where an application takes people who have signed on; null or empty where it does not.</summary>
/// <param name="RedirectUris">Where codes may be sent, compared letter by letter.</param>
/// <param name="PostLogoutRedirectUris">Where the browser may be sent after a sign-out.</param>
/// <param name="BackChannelLogoutUri">Where the hub itself says that a session has ended.</param>
/// <param name="TicketUrl">Where people are sent with one-time tickets.</param>
public sealed record SignOnAddresses(
    string ApplicationKey, LocalText Name, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, string? BackChannelLogoutUri, string? TicketUrl = null);

/// <summary>Single sign-on to applications. Scoped; call it inside the unit of work.</summary>
public interface ISignOns
{
    /// <summary>Takes over what an application says of itself, for the credentials that it has and for those it will get. The same again changes nothing.</summary>
    Task DescribeAsync(SignOnAddresses addresses, CancellationToken cancellationToken);

    /// <summary>Which of these applications people open with a one-time ticket, and where in the hub it is given out.</summary>
    Task<IReadOnlyDictionary<string, string>> FindTicketPathsAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken);

    /// <summary>Ends the person's sign-ons to the application, whose tokens are refused from now on; the application is told.</summary>
    Task EndAsync(PersonId person, string applicationKey, CancellationToken cancellationToken);
}
