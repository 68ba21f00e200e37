using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>Gives a preview up, for example after a parked account's trouble was put right. Nothing was posted by it, so nothing has to be taken back.</summary>
internal static class CancelRun
{
    public sealed record Command(BillRunId Id) : ICommand<RunView>;

    public sealed class Handler(BillingDb db) : IRequestHandler<Command, Outcome<RunView>>
    {
        public async Task<Outcome<RunView>> Handle(Command command, CancellationToken cancellationToken)
        {
            var changed = await db.Runs.Where(r => r.Id == command.Id && (r.State == BillRunState.Previewed || r.State == BillRunState.Approved || r.State == BillRunState.Previewing))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, BillRunState.Cancelled).SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
            var run = await RunView.FindAsync(db, command.Id, cancellationToken);
            if (run is null)
            {
                return RunErrors.NotFound(command.Id);
            }

            if (changed == 0)
            {
                return run.State == BillRunState.Cancelled
                    ? RunErrors.Cancelled
                    : HubError.Conflict("run.issued_or_issuing", "Bills of this run have their numbers already; they are corrected by credit notes.");
            }

            await db.Bills.Where(b => b.RunId == command.Id && (b.State == BillState.Draft || b.State == BillState.Approved)).ExecuteUpdateAsync(
                set => set.SetProperty(b => b.State, BillState.Cancelled).SetProperty(b => b.Version, b => b.Version + 1), cancellationToken);
            return run;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs/{id}/cancel", async (BillRunId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.PreviewRuns)
        .WithName("CancelRun").WithTags("Bill runs").WithSummary("Cancels a run that is not being issued yet.")
        .Produces<RunView>().ProducesProblem(404).ProducesProblem(409);
}
