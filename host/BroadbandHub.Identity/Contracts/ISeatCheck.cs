using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Who may use an application. Scoped; answers for anybody, whoever asks: a sign-on asks it for the person who signs on.</summary>
public interface ISeatCheck
{
    /// <summary>The person's seats in the enterprise on subscriptions to the application that can be used now; none of them when there are none.</summary>
    Task<HeldSeats> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken);
}

/// <summary>What somebody has of an application.</summary>
/// <param name="Subscriptions">At which there is a seat; the oldest first.</param>
/// <param name="Roles">Keys of what the person is in the application, in order; those of all the seats, because an application hears of people and not of seats.</param>
public sealed record HeldSeats(IReadOnlyList<SubscriptionId> Subscriptions, IReadOnlyList<string> Roles)
{
    public static readonly HeldSeats None = new([], []);
}
