using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Customers;

/// <summary>Takes an enterprise on its way: active, suspended, active again, closed. The people of a suspended or closed one are out at once, everywhere.</summary>
internal static class ChangeCustomerState
{
    /// <param name="Reason">Required for everything but making a prospect a customer.</param>
    internal sealed record Body(CustomerState? State, string? Reason);

    [Logged("identity.enterprise.activated")]
    internal sealed record Command(EnterpriseId Id, CustomerState? State, string? Reason) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, CurrentUser user, IRunningServices services, OrganisationSessions sessions, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var reason = CustomerInputs.Tidy(request.Reason);
            if (request.State is not { } wanted)
            {
                return HubError.Invalid("customer.no_state", "Say which state: active, suspended or closed.", "state");
            }

            if (reason is not null && (reason.Length > CustomerTables.MostReason || reason.Any(c => char.IsControl(c) && c is not ('\n' or '\r'))))
            {
                return HubError.Invalid("customer.bad_reason", $"A reason has at most {CustomerTables.MostReason} characters.", "reason");
            }

            if (await db.LockEnterpriseAsync(request.Id, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.Id);
            }

            var before = enterprise.State;
            if (before == wanted)
            {
                changes.This.Nothing();
                return Done.Instance;
            }

            if (await MayGoAsync(enterprise.Id, before, wanted, reason, cancellationToken) is { } refused)
            {
                return refused;
            }

            (enterprise.State, enterprise.StateReason, enterprise.StateSince) = (wanted, reason, clock.GetUtcNow().ToWholeMicros());
            if (!CustomerStates.LetsIn(wanted))
            {
                await sessions.EndAllAsync(enterprise.Id, cancellationToken);
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id).Field("state", CustomerWords.Of(before), CustomerWords.Of(wanted)).With("reason", reason)
                .As(wanted switch
                {
                    CustomerState.Suspended => "identity.enterprise.suspended",
                    CustomerState.Closed => "identity.enterprise.closed",
                    _ => before == CustomerState.Suspended ? "identity.enterprise.resumed" : "identity.enterprise.activated",
                });
            return Done.Instance;
        }

        private async Task<HubError?> MayGoAsync(EnterpriseId id, CustomerState from, CustomerState to, string? reason, CancellationToken cancellationToken)
        {
            if (!CustomerStates.Next(from).Contains(to))
            {
                return HubError.Conflict("customer.state_not_allowed", $"An enterprise that is {CustomerWords.Of(from).English.ToLowerInvariant()} cannot become {CustomerWords.Of(to).English.ToLowerInvariant()}.") with { Field = "state" };
            }

            if (from == CustomerState.Prospect && to == CustomerState.Active)
            {
                return null;
            }

            if (!user.IsHub && !user.Can(IdentityPermissions.ManageCustomers))
            {
                return HubError.Forbidden("customer.state_not_yours", "Only administrators of customers suspend, resume and close enterprises.");
            }

            if (reason is null)
            {
                return HubError.Invalid("customer.no_reason", "Say why; whoever looks at the enterprise later will read it.", "reason");
            }

            return to == CustomerState.Closed && await services.CountAsync(id, cancellationToken) is > 0 and var running
                ? HubError.Conflict("customer.has_subscriptions", $"{running} subscriptions have not ended. End them first; the enterprise can be closed when the last one is over.")
                : null;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/enterprises/{id}/state", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.State, body.Reason), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("ChangeCustomerState")
        .WithSummary("Makes a prospect a customer, suspends or resumes an enterprise, or closes it for good once none of its subscriptions runs. The same again is no error.")
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
