using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>Does what was proposed, no more and no less, or says why not. Scoped; inside the unit of work of the decision.</summary>
internal sealed class ProposalEffect(IdentityDb db, IChangeLog log, TimeProvider clock) : IApprovalEffect
{
    private static readonly HubError Outdated = HubError.Conflict(
        "proposal.outdated", "What this is about has changed since it was proposed. Refuse it and say so; the enterprise can propose again.");

    public string Kind => ProposalDesk.Definition.Key;

    public async Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        var id = ProposalId.Parse(decision.Subject);
        var of = await db.EnterpriseProposals.Where(p => p.Id == id).Select(p => p.EnterpriseId).SingleOrDefaultAsync(cancellationToken);
        if (await db.LockEnterpriseAsync(of, cancellationToken) is not { } enterprise
            || await db.EnterpriseProposals.SingleOrDefaultAsync(p => p.Id == id && p.State == ProposalState.Open, cancellationToken) is not { } proposal)
        {
            return HubError.Conflict("proposal.not_open", "This was decided or taken back already.");
        }

        if (decision.Verdict == ApprovalVerdict.Approved
            && await (proposal.Kind == ProposalKind.Data ? ChangeDataAsync(enterprise, proposal, cancellationToken) : ChangeContactAsync(enterprise, proposal, cancellationToken)) is { } refused)
        {
            return refused;
        }

        (proposal.State, proposal.Comment, proposal.DecidedAt) = (
            decision.Verdict switch { ApprovalVerdict.Approved => ProposalState.Accepted, ApprovalVerdict.Rejected => ProposalState.Refused, _ => ProposalState.Withdrawn },
            decision.Comment, clock.GetUtcNow().ToWholeMicros());
        return null;
    }

    private async Task<HubError?> ChangeDataAsync(Organisations.Enterprise enterprise, EnterpriseProposal proposal, CancellationToken cancellationToken)
    {
        var fields = proposal.Fields();
        if (!ProposedValues.StillStands(fields, ProposedValues.Of(enterprise)))
        {
            return Outdated;
        }

        var before = CustomerFields.Of(enterprise);
        ProposedValues.Apply(fields, enterprise);
        if (await db.FindTakenAsync(enterprise, cancellationToken) is { } taken)
        {
            return taken;
        }

        var change = new Change().About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
        CustomerFields.Of(enterprise).Since(before, change);
        await log.AddAsync("identity.enterprise.changed", change, cancellationToken);
        return await db.TrySaveAsync(enterprise, cancellationToken);
    }

    private async Task<HubError?> ChangeContactAsync(Organisations.Enterprise enterprise, EnterpriseProposal proposal, CancellationToken cancellationToken)
    {
        var (contacts, fields) = (await db.EnterpriseContacts.Where(c => c.EnterpriseId == enterprise.Id).ToListAsync(cancellationToken), proposal.Fields());
        var contact = contacts.Find(c => c.Id == proposal.ContactId);
        var before = contact is null ? null : ContactFields.Of(contact);
        var change = new Change().About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
        if ((contact is null) != (proposal.Kind == ProposalKind.NewContact) || !ProposedValues.StillStands(fields, ProposedValues.Of(contact)))
        {
            return Outdated;
        }

        if (proposal.Kind == ProposalKind.RemoveContact)
        {
            RemoveContact.Remove(db, contacts, contact!);
        }
        else
        {
            if (contact is null)
            {
                if (contacts.Count >= EnterpriseContact.MostInAnEnterprise)
                {
                    return HubError.Conflict("contact.too_many", $"An enterprise has at most {EnterpriseContact.MostInAnEnterprise} contacts.");
                }

                contact = new() { Id = ContactId.New(clock), EnterpriseId = enterprise.Id, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
                db.EnterpriseContacts.Add(contact);
            }

            contact.Set(After("name", contact.Name)!, After("role", contact.Role), After("phone", contact.Phone), After("email", contact.Email));
            if (contacts.Count == 0 || After("main", null) is not null)
            {
                contacts.ForEach(c => c.IsMain = false);
                contact.IsMain = true;
            }

            ContactFields.Of(contact).Since(before, change);
        }

        await log.AddAsync(
            proposal.Kind switch { ProposalKind.NewContact => "identity.contact.added", ProposalKind.RemoveContact => "identity.contact.removed", _ => "identity.contact.changed" }, change, cancellationToken);
        return null;

        string? After(string field, string? now) => fields.FirstOrDefault(f => f.Field == field) is { } changed ? changed.After : now;
    }
}
