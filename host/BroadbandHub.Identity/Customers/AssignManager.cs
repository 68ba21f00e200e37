using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>
/// Says who looks after a customer. Administrators of customers assign anybody; a client manager takes a customer whom nobody looks after, and gives an own one to a colleague.
/// </summary>
internal static class AssignManager
{
    /// <param name="ManagerId">Null for nobody.</param>
    /// <param name="Reason">Required when somebody looks after the customer already.</param>
    internal sealed record Body(PersonId? ManagerId, string? Reason);

    [Logged("identity.manager.assigned")]
    internal sealed record Command(EnterpriseId Id, PersonId? ManagerId, string? Reason) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, ManagerBook book, CurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.LockEnterpriseAsync(request.Id, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.Id);
            }

            var (from, to, reason) = (enterprise.ManagerId, request.ManagerId?.Value, CustomerInputs.Tidy(request.Reason));
            if (from == to)
            {
                changes.This.Nothing();
                return Done.Instance;
            }

            var me = user.PersonId?.Value;
            var isOwnBusiness = me is not null && (from == me || (from is null && to == me));
            if (!isOwnBusiness && !user.IsHub && !user.Can(IdentityPermissions.ManageCustomers))
            {
                return HubError.Forbidden("manager.not_yours", "Somebody else looks after this customer. Ask that colleague or an administrator of customers to hand it over.");
            }

            if (ManagerBook.CheckReason(reason, isNeeded: from is not null) is { } wrong)
            {
                return wrong;
            }

            if (request.ManagerId is { } wanted && !await book.CanBeAsync(wanted, cancellationToken))
            {
                return ManagerBook.Unknown;
            }

            enterprise.ManagerId = to;
            book.Note(enterprise.Id, from, to, reason);
            ManagerBook.Describe(enterprise, from, to, reason, changes.This);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/identity/v1/enterprises/{id}/manager", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.ManagerId, body.Reason), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("AssignManager").WithSummary("Says which of the operator's people looks after the enterprise; null for nobody.")
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
}
