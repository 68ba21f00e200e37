using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>Says that a preview is right. Nothing can be added to it from here on.</summary>
internal static class ApproveRun
{
    public sealed record Command(BillRunId Id) : ICommand<RunView>;

    public sealed class Handler(BillingDb db, BillingClock clock, ICurrentUser user) : IRequestHandler<Command, Outcome<RunView>>
    {
        public async Task<Outcome<RunView>> Handle(Command command, CancellationToken cancellationToken)
        {
            var (now, by) = (clock.Now, RunActor.Of(user));
            var changed = await db.Runs.Where(r => r.Id == command.Id && r.State == BillRunState.Previewed).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, BillRunState.Approved).SetProperty(r => r.ApprovedAt, now).SetProperty(r => r.ApprovedBy, by)
                    .SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken);
            var run = await RunView.FindAsync(db, command.Id, cancellationToken);
            if (run is null)
            {
                return RunErrors.NotFound(command.Id);
            }

            if (changed == 0)
            {
                return run.State switch
                {
                    BillRunState.Previewing => HubError.Conflict("run.not_previewed", "The preview is not ready yet. Wait until it is, and look at it."),
                    BillRunState.Cancelled => RunErrors.Cancelled,
                    BillRunState.Issued => RunErrors.AlreadyIssued,
                    _ => HubError.Conflict("run.already_approved", "This run is approved already. Issue it."),
                };
            }

            await db.Bills.Where(b => b.RunId == command.Id && b.State == BillState.Draft).ExecuteUpdateAsync(
                set => set.SetProperty(b => b.State, BillState.Approved).SetProperty(b => b.Version, b => b.Version + 1), cancellationToken);
            return run;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs/{id}/approve", async (BillRunId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.ApproveRuns)
        .WithName("ApproveRun").WithTags("Bill runs").WithSummary("Approves a previewed run.")
        .Produces<RunView>().ProducesProblem(404).ProducesProblem(409);
}

internal static class RunErrors
{
    public static HubError AlreadyIssued { get; } = HubError.Conflict("run.already_issued", "This run is issued: its bills have their numbers and do not change any more.");

    public static HubError Cancelled { get; } = HubError.Conflict("run.cancelled", "This run was cancelled. Make a new one.");

    public static HubError NotFound(BillRunId id) => HubError.NotFound("run.not_found", $"There is no bill run {id}.");
}
