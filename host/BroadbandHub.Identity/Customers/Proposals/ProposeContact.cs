using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>An enterprise asks for a new contact, for changes to one, or for one to be removed. The operator decides.</summary>
internal static class ProposeContact
{
    /// <param name="ContactId">Null for a new one.</param>
    /// <param name="Remove">True to have it removed; the rest is not read then.</param>
    internal sealed record Body(ContactId? ContactId, bool Remove, string? Name, string? Role, string? Phone, string? Email, bool IsMain);

    [Logged("identity.proposal.made")]
    internal sealed record Command(Body Body) : ICommand<ProposeData.Proposed>;

    internal sealed class Handler(IdentityDb db, ProposalDesk desk, CurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<ProposeData.Proposed>>
    {
        public async Task<Outcome<ProposeData.Proposed>> Handle(Command request, CancellationToken cancellationToken)
        {
            var body = request.Body;
            var (name, role, phone, email) = (CustomerInputs.Tidy(body.Name), CustomerInputs.Tidy(body.Role), CustomerInputs.Tidy(body.Phone), CustomerInputs.Tidy(body.Email));
            if (!body.Remove && SaveContact.Check(name, role, phone, email) is { } wrong)
            {
                return wrong;
            }

            if (user.EnterpriseId is not { } own || await db.LockEnterpriseAsync(own, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(user.EnterpriseId ?? default);
            }

            var contact = body.ContactId is { } id ? await db.EnterpriseContacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.EnterpriseId == own, cancellationToken) : null;
            if (contact is null && (body.ContactId is not null || body.Remove))
            {
                return SaveContact.NotFound(body.ContactId ?? default);
            }

            var after = new EnterpriseContact { IsMain = body.IsMain || contact is { IsMain: true } };
            after.Set(name ?? "", role, phone, email);
            var fields = ProposedValues.Differences(ProposedValues.Of(contact), body.Remove ? ProposedValues.Of((EnterpriseContact?)null) : ProposedValues.Of(after));
            if (fields.Count == 0)
            {
                return ProposalDesk.Nothing;
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
            var kind = contact is null ? ProposalKind.NewContact : body.Remove ? ProposalKind.RemoveContact : ProposalKind.Contact;
            var proposed = await desk.ProposeAsync(enterprise, kind, contact, fields, cancellationToken);
            return proposed.IsOk ? new ProposeData.Proposed(proposed.Value) : proposed.Error;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/profile/proposals/contacts", async (Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(body), cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/profile/proposals/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.ProposeProfile)
        .WithTags("Profile").WithName("ProposeContact").WithSummary("Proposes a new contact of the own enterprise, a change to one, or that one is removed; the operator decides.")
        .Produces<ProposeData.Proposed>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
