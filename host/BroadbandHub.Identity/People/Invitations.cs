using System.Globalization;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Sends people the link with which they choose their password. Only the newest link works. Inside a unit of work.</summary>
internal sealed class Invitations(IdentityDb db, PasswordLinks links, PasswordAddress address, IAccountMails mails, TimeProvider clock)
{
    /// <summary>So soon nobody needs a second mail; whoever asks again and again floods somebody's mailbox.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh" : "en";

    public async Task<HubError?> SendAsync(Person person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        if (person.InvitedAt is { } last && now < last + Pause)
        {
            return HubError.Conflict("invitation.just_sent", "An invitation was sent a moment ago. Wait a minute before you send another one.");
        }

        person.InvitedAt = now;
        return await MailAsync(person, await links.MakeAsync(person, cancellationToken), await OrganisationAsync(person, cancellationToken), cancellationToken);
    }

    /// <summary>For a person who is not stored yet: the stamp that the link speaks of is the one that will be stored.</summary>
    public async Task<HubError?> SendToNewAsync(Person person, string organisation, CancellationToken cancellationToken)
    {
        person.InvitedAt = clock.GetUtcNow().ToWholeMicros();
        return await MailAsync(person, await links.SealAsync(person), organisation, cancellationToken);
    }

    public async Task<string> OrganisationAsync(Person person, CancellationToken cancellationToken) =>
        (person.EnterpriseId is { } enterprise ? await db.Enterprises.Where(e => e.Id == enterprise).Select(e => e.Name).SingleOrDefaultAsync(cancellationToken)
            : person.PartnerId is { } partner ? await db.Partners.Where(p => p.Id == partner).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken)
            : null) ?? "BroadbandHub";

    private async Task<HubError?> MailAsync(Person person, string link, string organisation, CancellationToken cancellationToken) => address.RootForMail() is { } root
        ? await mails.SendAsync(
            new(AccountMailKind.Invitation, person.Email!, person.FullName, Language, $"{root}/{link}", organisation, person.InvitedAt!.Value + PasswordLinks.Lifetime), cancellationToken)
        : HubError.Conflict("invitation.no_public_url", "The hub does not know its own address, so no link can be mailed. The operator sets Hub:PublicUrl.");
}

/// <summary>While no module sends mail, an invitation is a mistake of whoever put the hub together.</summary>
internal sealed class NoMails : IAccountMails
{
    public Task<HubError?> SendAsync(AccountMail mail, CancellationToken cancellationToken) => throw new InvalidOperationException("This hub has no module that sends mail.");

    public Task<HubError?> RefuseAsync(PartnerRefusal mail, CancellationToken cancellationToken) => throw new InvalidOperationException("This hub has no module that sends mail.");
}
