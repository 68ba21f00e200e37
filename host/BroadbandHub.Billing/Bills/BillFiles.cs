using System.Runtime.CompilerServices;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Billing.BillingTexts;

namespace BroadbandHub.Billing.Bills;

/// <summary>The lists of bills and of runs as files, in the order and with the filters of the page.</summary>
internal static class BillFiles
{
    public static BillState? StateOf(string? asked) => Enum.TryParse<BillState>(asked, true, out var state) && Enum.IsDefined(state) ? state : null;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/bills.csv", (string? q, string? month, string? state, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                Bills(mediator, page => new(null, month, StateOf(state), null, q, page, sort), cancellationToken))
            .RequireAuthorization(BillPermissions.ReadBills).ExcludeFromDescription();
        routes.MapGet("/workspace/bills.csv", (string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                Bills(mediator, page => new(null, null, BillState.Issued, null, null, page, sort), cancellationToken))
            .RequireAuthorization(BillPermissions.ReadOwnBills).ExcludeFromDescription();
        routes.MapGet("/console/runs.csv", (string? sort, IMediator mediator, CancellationToken cancellationToken) => CsvFile.Of(
                "runs.csv",
                [
                    new(T["runs.month"], r => r.Run.Month), new(T["runs.state"], r => T["runs.state_" + r.Run.State.ToString().ToLowerInvariant()]), new(T["runs.bills"], r => r.Run.Bills),
                    new(T["runs.credit_notes"], r => r.Run.CreditNotes), new(T["runs.parked"], r => r.Run.Parked), new(T["bills.currency"], r => r.Total?.Currency),
                    new(T["bills.net"], r => r.Total?.Net), new(T["bills.tax"], r => r.Total?.Tax), new(T["bills.gross"], r => r.Total?.Gross), new(T["runs.created"], r => r.Run.CreatedAt),
                    new(T["runs.issued"], r => r.Run.IssuedAt), new(T["bills.id"], r => r.Run.Id),
                ],
                RunsAsync(mediator, sort, cancellationToken)))
            .RequireAuthorization(BillPermissions.ReadRuns).ExcludeFromDescription();
    }

    private static IResult Bills(IMediator mediator, Func<int, ListBills.Query> query, CancellationToken cancellationToken) => CsvFile.Of(
        "bills.csv",
        [
            new(T["bills.number"], b => b.Number), new(T["bills.kind"], b => T[b.Kind == BillKind.CreditNote ? "bills.credit_note" : "bills.invoice"]), new(T["bills.customer"], b => b.CustomerName),
            new(T["bills.month"], b => b.Month), new(T["bills.issued_on"], b => b.IssuedOn), new(T["bills.due_on"], b => b.Kind == BillKind.Invoice ? b.DueOn : null),
            new(T["bills.state"], b => T["bills.state_" + b.State.ToString().ToLowerInvariant()]), new(T["bills.currency"], b => b.Currency), new(T["bills.net"], b => Signed(b, b.Net)),
            new(T["bills.tax"], b => Signed(b, b.Tax)), new(T["bills.gross"], b => Signed(b, b.Gross)), new(T["bills.id"], b => b.Id),
        ],
        BillsAsync(mediator, query, cancellationToken));

    private static decimal Signed(BillView bill, decimal amount) => bill.Kind == BillKind.Invoice ? amount : -amount;

    private static async IAsyncEnumerable<BillView> BillsAsync(IMediator mediator, Func<int, ListBills.Query> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var found = await mediator.Send(query(page), cancellationToken);
            foreach (var bill in found.IsOk ? found.Value.Items : [])
            {
                yield return bill;
            }

            if (!found.IsOk || found.Value.Items.Count < ListBills.PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>A row for each currency of a run.</summary>
    private static async IAsyncEnumerable<(RunView Run, RunTotal? Total)> RunsAsync(IMediator mediator, string? sort, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var found = (await mediator.Send(new ListRuns.Query(page, sort), cancellationToken)).Value.Items;
            foreach (var row in found.SelectMany(run => run.Totals.Count == 0 ? [(run, null)] : run.Totals.Select(total => (run, (RunTotal?)total))))
            {
                yield return row;
            }

            if (found.Count < ListRuns.PageSize)
            {
                yield break;
            }
        }
    }
}
