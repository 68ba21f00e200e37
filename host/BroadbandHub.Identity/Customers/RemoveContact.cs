using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Removes a contact. When it was the main one, the one that has been known longest is that from now on.</summary>
internal static class RemoveContact
{
    [Logged("identity.contact.removed")]
    internal sealed record Command(EnterpriseId EnterpriseId, ContactId Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.LockEnterpriseAsync(request.EnterpriseId, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.EnterpriseId);
            }

            var contacts = await db.EnterpriseContacts.Where(c => c.EnterpriseId == enterprise.Id).ToListAsync(cancellationToken);
            if (contacts.Find(c => c.Id == request.Id) is not { } contact)
            {
                return SaveContact.NotFound(request.Id);
            }

            Remove(db, contacts, contact);
            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id);
            return Done.Instance;
        }
    }

    public static void Remove(IdentityDb db, IReadOnlyList<EnterpriseContact> all, EnterpriseContact contact)
    {
        db.EnterpriseContacts.Remove(contact);
        if (contact.IsMain && all.Where(c => c != contact).MinBy(c => c.CreatedAt) is { } next)
        {
            next.IsMain = true;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/enterprises/{id}/contacts/{contact}", async (EnterpriseId id, ContactId contact, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, contact), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("RemoveContact").WithSummary("Removes a contact of an enterprise.").ProducesProblem(404);
}
