using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Partners;

/// <summary>
/// Who wants to become a partner waits in the inbox of those who admit partners. Whoever entered it does not decide. Once admitted, its contact gets an account as its
/// administrator, and makes the credentials of its applications there. Scoped.
/// </summary>
internal sealed class PartnerCheck(
    IdentityDb db, IApprovals approvals, UserManager<Person> people, CreatePerson.NewAccounts accounts, IAccountMails mails, TimeProvider clock) : IApprovalEffect
{
    public static readonly ApprovalKind Definition = new(
        "identity.partner", new("New partner", "新合作伙伴"), Audience.Operator, IdentityPermissions.ApprovePartners, new("Admit", "准入"), new("Turn down", "拒绝"));

    public string Kind => Definition.Key;

    /// <summary>Inside the unit of work that makes the partner wait.</summary>
    public async Task<HubError?> RequestAsync(Partner partner, CancellationToken cancellationToken) => (await approvals.RequestAsync(
        new(
            Kind, partner.Id.ToString(), new($"{partner.Name} as a partner", $"合作伙伴准入：{partner.Name}"), $"/console/partners/{partner.Id}",
            [
                .. Facts(
                    (new("Registration number", "注册号"), partner.RegistrationNumber), (new("Address", "地址"), partner.Address), (new("Web address", "网址"), partner.Website),
                    (new("Contact", "联系人"), partner.Contact.Name), (new("E-mail", "邮箱"), partner.Contact.Email), (new("Telephone", "电话"), partner.Contact.Phone),
                    (new("About it", "简介"), partner.About is { Length: > 300 } about ? about[..300] + "…" : partner.About)),
            ]),
        cancellationToken)).Error;

    public async Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        var id = PartnerId.Parse(decision.Subject);
        if (await db.LockPartnerAsync(id, cancellationToken) is not { State: PartnerState.Checking } partner)
        {
            return HubError.Conflict("partner.not_checking", "The partner does not wait for a decision any more.");
        }

        (partner.State, partner.StateReason, partner.StateSince) = (
            decision.Verdict == ApprovalVerdict.Approved ? PartnerState.Active : PartnerState.Refused,
            decision.Verdict == ApprovalVerdict.Withdrawn ? T["partner.check_withdrawn"] : decision.Comment, clock.GetUtcNow().ToWholeMicros());
        if (decision.Verdict == ApprovalVerdict.Approved)
        {
            return await OpenAccountAsync(partner, cancellationToken);
        }

        // Whoever takes the request back has not turned anybody down.
        return decision.Verdict == ApprovalVerdict.Withdrawn || partner.Contact.Email.Length == 0
            ? null
            : await mails.RefuseAsync(new PartnerRefusal(partner.Contact.Email, NameOf(partner), partner.Language, partner.Name, decision.Comment ?? ""), cancellationToken);
    }

    // An address that is somebody's account already stays that: the operator then adds the partner's people by hand.
    private async Task<HubError?> OpenAccountAsync(Partner partner, CancellationToken cancellationToken)
    {
        var email = partner.Contact.Email;
        if (email.Length == 0 || await db.People.AnyAsync(p => p.PartnerId == partner.Id, cancellationToken) || await people.FindByEmailAsync(email) is not null)
        {
            return null;
        }

        var person = Person.New(clock, email, NameOf(partner), null, partner.Id);
        person.Roles.Add(new PersonRole { PersonId = person.Id, Role = Role.PartnerAdministrator.Key });
        var made = await people.CreateAsync(person);
        return made.Succeeded
            ? (await accounts.OpenAsync(person, invite: true, cancellationToken)).Error
            : HubError.Conflict("partner.no_account", "No account could be made for the contact's e-mail address. Correct the address first.");
    }

    private static string NameOf(Partner partner) => partner.Contact.Name.Length > 0 ? partner.Contact.Name : partner.Name;

    private static IEnumerable<ApprovalFact> Facts(params (LocalText Label, string? Value)[] facts) =>
        facts.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => new ApprovalFact(f.Label, f.Value!));
}
