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

/// <summary>Issues the bills of an approved run: they get their numbers, the ledger moves, and the month closes.</summary>
internal static class IssueRun
{
    [Logged("billing.run.issued")]
    public sealed record Command(BillRunId Id) : ICommand<BillRunId>;

    public sealed class Handler(BillingDb db, BillingClock clock, ICurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<BillRunId>>
    {
        public async Task<Outcome<BillRunId>> Handle(Command command, CancellationToken cancellationToken)
        {
            changes.This.About("run", command.Id);
            var (now, by) = (clock.Now, RunActor.Of(user));
            var total = await db.Bills.Where(b => b.RunId == command.Id && b.State == BillState.Approved).Select(b => b.AccountId).Distinct().CountAsync(cancellationToken);
            var error = await RunStep.TakeAsync(
                db,
                command.Id,
                [BillRunState.Approved],
                run => run.SetProperty(r => r.State, BillRunState.Issuing).SetProperty(r => r.IssuedBy, by).SetProperty(r => r.WorkingSince, now)
                    .SetProperty(r => r.AccountsDone, 0).SetProperty(r => r.AccountsTotal, total),
                state => state switch
                {
                    BillRunState.Issuing => null,
                    BillRunState.Issued => RunErrors.AlreadyIssued,
                    BillRunState.Cancelled => RunErrors.Cancelled,
                    _ => HubError.Conflict("run.not_approved", "Only an approved run can be issued. Look at the preview and approve it first."),
                },
                cancellationToken);
            return error is null ? command.Id : error;
        }
    }

    public static async Task<Outcome<RunView>> PerformAsync(IMediator mediator, RunWorker worker, BillRunId id, CancellationToken cancellationToken)
    {
        var begun = await mediator.Send(new Command(id), cancellationToken);
        return begun.IsOk ? await worker.StartAsync(id, cancellationToken) : begun.Error;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs/{id}/issue", async (BillRunId id, IMediator mediator, RunWorker worker, CancellationToken cancellationToken) =>
            (await PerformAsync(mediator, worker, id, cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.IssueRuns)
        .WithName("IssueRun").WithTags("Bill runs")
        .WithSummary("Issues the bills of an approved run and closes its month. A long one goes on after the answer: read the run until its state is issued.")
        .Produces<RunView>().ProducesProblem(404).ProducesProblem(409);
}
