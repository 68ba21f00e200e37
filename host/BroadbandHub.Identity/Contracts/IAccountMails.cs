using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Mails about accounts. The module that sends mail implements it. Scoped.</summary>
public interface IAccountMails
{
    /// <summary>Stores the mail in the caller's unit of work; it leaves after the commit. A refusal says that no mail can be sent to such an address.</summary>
    Task<HubError?> SendAsync(AccountMail mail, CancellationToken cancellationToken);

    /// <summary>The same for an answer to somebody who wanted to become a partner.</summary>
    Task<HubError?> RefuseAsync(PartnerRefusal mail, CancellationToken cancellationToken);
}

/// <param name="Language"><c>en</c> or <c>zh</c>.</param>
/// <param name="Reason">Why not, in the words of who decided.</param>
public sealed record PartnerRefusal(string ToAddress, string ToName, string Language, string Partner, string Reason);

public enum AccountMailKind
{
    /// <summary>Somebody has an account now and chooses a password.</summary>
    Invitation,

    /// <summary>Somebody asked for a new password.</summary>
    PasswordReset,
}

/// <param name="Language"><c>en</c> or <c>zh</c>.</param>
/// <param name="Link">The whole address of the page on which the password is chosen; as good as a password.</param>
/// <param name="Organisation">Whose account it is: an enterprise's, a partner's; the hub's own name for operator staff.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record AccountMail(
    AccountMailKind Kind, string ToAddress, string ToName, string Language, string Link, string Organisation, DateTimeOffset ExpiresAt);
