using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>Writes a proposal down and asks the operator for a decision. Scoped; inside a unit of work, after <see cref="CustomerRows.LockEnterpriseAsync"/>.</summary>
internal sealed class ProposalDesk(IdentityDb db, IApprovals approvals, CurrentUser user, TimeProvider clock)
{
    public static readonly ApprovalKind Definition = new(
        "identity.proposal", new("Change of customer data", "客户资料变更"), Audience.Operator, IdentityPermissions.WriteOrganisations, new("Accept the change", "同意变更"), new("Refuse", "拒绝"));

    public static readonly HubError Nothing = HubError.Invalid("proposal.nothing", "That is how it is already. Change something first.");

    public async Task<Outcome<ProposalId>> ProposeAsync(
        Organisations.Enterprise enterprise, ProposalKind kind, EnterpriseContact? contact, IReadOnlyList<ProposedField> fields, CancellationToken cancellationToken)
    {
        // A machine proposes nothing: somebody of the enterprise stands for it.
        if (user.PersonId is not { } person || user.EnterpriseId != enterprise.Id)
        {
            return HubError.Forbidden("proposal.not_yours", "Only people of the enterprise propose changes to its data.");
        }

        var open = await db.EnterpriseProposals.Where(p => p.EnterpriseId == enterprise.Id && p.State == ProposalState.Open).Select(p => new { p.Kind, p.ContactId }).ToListAsync(cancellationToken);
        if (open.Exists(p => kind == ProposalKind.Data ? p.Kind == ProposalKind.Data : contact is not null && p.ContactId == contact.Id))
        {
            return HubError.Conflict("proposal.waiting", "A change to this waits for the operator's decision already. Take that one back first.");
        }

        if (open.Count >= EnterpriseProposal.MostOpen)
        {
            return HubError.Conflict("proposal.too_many", $"{EnterpriseProposal.MostOpen} changes wait for the operator's decision already.");
        }

        var proposal = new EnterpriseProposal
        {
            Id = ProposalId.New(clock), EnterpriseId = enterprise.Id, Kind = kind, ContactId = contact?.Id, Content = EnterpriseProposal.Write(fields), ProposedBy = person.Value,
            ProposedAt = clock.GetUtcNow().ToWholeMicros(),
        };
        db.EnterpriseProposals.Add(proposal);
        var what = CustomerWords.Of(kind);
        var asked = await approvals.RequestAsync(
            new(
                Definition.Key, proposal.Id.ToString(), new($"{enterprise.Name}: {what.English}", $"{enterprise.Name}：{what.Chinese}"), $"/console/enterprises/{enterprise.Id}",
                [
                    .. contact is null ? Array.Empty<ApprovalFact>() : [new(IdentityTexts.Both("contacts.one"), contact.Name)],
                    .. fields.Select(f => new ApprovalFact(ProposedValues.Title(kind, f.Field), ProposedValues.Fact(f))),
                ]),
            cancellationToken);
        return asked.IsOk ? proposal.Id : asked.Error;
    }
}
