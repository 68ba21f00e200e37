using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Bills;

/// <summary>Begins the output of a month: a preview of every account's bill.</summary>
internal static class CreateRun
{
    [Logged("billing.run.created")]
    public sealed record Command(string? Month) : ICommand<BillRunId>;

    public sealed class Handler(BillingDb db, BillingSql sql, BillingClock clock, ICurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<BillRunId>>
    {
        public async Task<Outcome<BillRunId>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (!BillingClock.TryReadMonth(command.Month, out var month))
            {
                return HubError.Invalid("run.month_invalid", "A month is written as 2026-10.", "month");
            }

            if (!clock.IsOver(month))
            {
                return HubError.Conflict("run.month_not_over", $"{command.Month} is not over yet: its usage is still coming in. Bill it from the first day of the next month.");
            }

            var open = await db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.State != BillRunState.Issued && r.State != BillRunState.Cancelled, cancellationToken);
            if (open is not null)
            {
                return HubError.Conflict("run.already_open", $"Run {open.Id} of {BillingClock.MonthText(open.Month)} is not finished. Issue it or cancel it first.");
            }

            return await InsertAsync(month, cancellationToken);
        }

        private async Task<Outcome<BillRunId>> InsertAsync(int month, CancellationToken cancellationToken)
        {
            // The id follows from how many runs there were, so of two people who begin one at the same time the second breaks the key.
            var id = IdOf(await db.Runs.CountAsync(cancellationToken));
            try
            {
                await sql.InsertAsync(
                    db.Database.CurrentTransaction!.GetDbTransaction(), "bil_runs", ["Id", "Month", "State", "CreatedAt", "CreatedBy", "AccountsDone", "AccountsTotal"],
                    [[BillingSql.Bytes(id.Value), month, (int)BillRunState.Previewing, Instants.ToMicros(clock.Now), RunActor.Of(user), 0, 0]], "", cancellationToken);
                changes.This.About("run", id, BillingClock.MonthText(month)).With("month", BillingClock.MonthText(month));
                return id;
            }
            catch (DuplicateKeyException)
            {
                return HubError.Conflict("run.already_open", "Somebody else began a run at the same moment. Look at that one.");
            }
        }

        private static BillRunId IdOf(int count)
        {
            var id = new DerivedId(stackalloc byte[64], "run");
            id.Add(count);
            return new(id.ToGuid());
        }
    }

    /// <summary>Creates the run and works on it for a moment, so that a small one is finished when the caller hears of it.</summary>
    public static async Task<Outcome<RunView>> PerformAsync(IMediator mediator, RunWorker worker, string? month, CancellationToken cancellationToken)
    {
        var created = await mediator.Send(new Command(month), cancellationToken);
        if (!created.IsOk)
        {
            return created.Error;
        }

        var view = await worker.StartAsync(created.Value, cancellationToken);
        return view.State == BillRunState.Cancelled
            ? HubError.Conflict("run.nothing_new", $"{month} is closed, and nothing of it is left to bill.")
            : view;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs", async (Command command, IMediator mediator, RunWorker worker, CancellationToken cancellationToken) =>
            (await PerformAsync(mediator, worker, command.Month, cancellationToken)).ToHttp(run => Results.Created($"/billing/v1/runs/{run.Id}", run)))
        .RequireAuthorization(BillPermissions.PreviewRuns)
        .WithName("CreateRun").WithTags("Bill runs")
        .WithSummary("Previews the bills of a month, {month: \"2026-10\"}. A long one goes on after the answer: read the run until its state is previewed.")
        .Produces<RunView>(StatusCodes.Status201Created).ProducesProblem(400).ProducesProblem(409);
}

/// <summary>Who did it, as an opaque reference: names belong to Identity.</summary>
internal static class RunActor
{
    public static string Of(ICurrentUser user) => user.PersonId?.ToString() ?? user.ClientId ?? "hub";
}
