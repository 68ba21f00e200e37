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
    [Logged("billing.run.cancelled")]
    public sealed record Command(BillRunId Id) : ICommand<RunView>;

    public sealed class Handler(BillingDb db, RunApproval approval, Changes changes) : IRequestHandler<Command, Outcome<RunView>>
    {
        public async Task<Outcome<RunView>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await TakeAsync(db, command.Id, cancellationToken) is { } error)
            {
                return error;
            }

            changes.This.About("run", command.Id);
            await approval.WithdrawAsync(command.Id, cancellationToken);
            return await RunStep.ViewAsync(db, command.Id, cancellationToken);
        }
    }

    /// <summary>The step itself: from the run's page, or from the inbox.</summary>
    public static async Task<HubError?> TakeAsync(BillingDb db, BillRunId id, CancellationToken cancellationToken)
    {
        // Who drafts an account holds the run's row too: a draft is either there already and dropped below, or it is not made any more.
        var error = await RunStep.TakeAsync(
            db,
            id,
            [BillRunState.Previewing, BillRunState.Previewed, BillRunState.Approved],
            run => run.SetProperty(r => r.State, BillRunState.Cancelled),
            state => state == BillRunState.Cancelled
                ? RunErrors.Cancelled
                : HubError.Conflict("run.issued_or_issuing", "Bills of this run have their numbers already; they are corrected by credit notes."),
            cancellationToken);
        if (error is null)
        {
            await db.RunLines.Where(l => l.RunId == id).ExecuteDeleteAsync(cancellationToken);
            await RunStep.MoveBillsAsync(db, id, [BillState.Draft, BillState.Approved], BillState.Cancelled, cancellationToken);
        }

        return error;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs/{id}/cancel", async (BillRunId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.PreviewRuns)
        .WithName("CancelRun").WithTags("Bill runs").WithSummary("Cancels a run that is not being issued yet.")
        .Produces<RunView>().ProducesProblem(404).ProducesProblem(409);
}
