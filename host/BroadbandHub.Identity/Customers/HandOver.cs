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

/// <summary>Gives everything that one client manager looks after to another one, at once.</summary>
internal static class HandOver
{
    internal sealed record Body(PersonId? ToId, string? Reason);

    [Logged("identity.manager.handed_over")]
    internal sealed record Command(PersonId From, PersonId? To, string? Reason) : ICommand<Handed>;

    internal sealed record Handed(int Customers);

    internal sealed class Handler(IdentityDb db, ManagerBook book, CurrentUser user, IChangeLog log, Changes changes) : IRequestHandler<Command, Outcome<Handed>>
    {
        public async Task<Outcome<Handed>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (from, reason) = (request.From.Value, CustomerInputs.Tidy(request.Reason));
            if (user.PersonId != request.From && !user.Can(IdentityPermissions.ManageCustomers))
            {
                return HubError.Forbidden("manager.not_yours", "Somebody else looks after these customers. Ask that colleague or an administrator of customers to hand them over.");
            }

            if (ManagerBook.CheckReason(reason, isNeeded: true) is { } wrong)
            {
                return wrong;
            }

            if (request.To is not { } to || to == request.From || !await book.CanBeAsync(to, cancellationToken))
            {
                return ManagerBook.Unknown with { Field = "toId" };
            }

            // Takes the customers until the transaction ends: one that is assigned meanwhile goes one way or the other, never both.
            await db.Enterprises.Where(e => e.ManagerId == from).ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, e => e.Name), cancellationToken);
            var handed = await db.Enterprises.Where(e => e.ManagerId == from).ToListAsync(cancellationToken);
            if (handed.Count == 0)
            {
                return HubError.Conflict("manager.nothing_to_hand_over", "This person looks after no customer.");
            }

            foreach (var enterprise in handed)
            {
                enterprise.ManagerId = to.Value;
                book.Note(enterprise.Id, from, to.Value, reason);
                await log.AddAsync("identity.manager.assigned", ManagerBook.Describe(enterprise, from, to.Value, reason, new()), cancellationToken);
            }

            changes.This.About("person", request.From).Field("manager", request.From.ToString(), to.ToString()).With("customers", handed.Count).With("reason", reason);
            return new Handed(handed.Count);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/client-managers/{id}/hand-over", async (PersonId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.ToId, body.Reason), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("HandOver").WithSummary("Gives all customers of a client manager to another one.").Produces<Handed>()
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
}
