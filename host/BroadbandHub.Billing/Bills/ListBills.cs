using System.Globalization;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Sdk.Web.Components;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>Bills, the newest first, with filters.</summary>
internal static class ListBills
{
    public const int PageSize = 50;

    /// <summary>Cancelled drafts are shown only when they are asked for.</summary>
    public sealed record Query(EnterpriseId? Enterprise, string? Month, BillState? State, BillRunId? Run, string? Search, int Page, string? Sort = null) : IQuery<Bills>;

    public sealed record Bills(IReadOnlyList<BillView> Items, long Total);

    public sealed class Handler(BillingDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<Bills>>
    {
        public async Task<Outcome<Bills>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (BillScope.Of(user) is not { } scope)
            {
                return BillErrors.Forbidden;
            }

            var bills = scope.Visible(db.Bills.AsNoTracking());
            bills = query.State is { } state ? bills.Where(b => b.State == state) : bills.Where(b => b.State != BillState.Cancelled);
            if (query.Enterprise is { } enterprise)
            {
                bills = bills.Where(b => b.EnterpriseId == enterprise);
            }

            if (query.Run is { } run)
            {
                bills = bills.Where(b => b.RunId == run);
            }

            if (!string.IsNullOrWhiteSpace(query.Search))
            {
                var words = query.Search.Trim();
                bills = bills.Where(b => b.Number == words || b.CustomerName!.Contains(words));
            }

            if (!string.IsNullOrEmpty(query.Month))
            {
                if (!BillingClock.TryReadMonth(query.Month, out var month))
                {
                    return HubError.Invalid("bill.month_invalid", "A month is written as 2026-10.", "month");
                }

                bills = bills.Where(b => b.Month == month);
            }

            var total = await bills.LongCountAsync(cancellationToken);
            var page = await Sorted(bills, SortOf(query.Sort))
                .Skip((Math.Clamp(query.Page, 1, 100_000) - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            return new Bills([.. page.Select(BillView.Of)], total);
        }
    }

    /// <summary>The order of the page's list; the API's is always the newest month first.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "-month", "month", "number", "customer", "issued", "due", "state", "net", "gross");

    private static IQueryable<Bill> Sorted(IQueryable<Bill> bills, ListSort sort)
    {
        var sorted = (sort.Key, sort.Descending) switch
        {
            ("number", false) => bills.OrderBy(b => b.Number),
            ("number", true) => bills.OrderByDescending(b => b.Number),
            ("customer", false) => bills.OrderBy(b => b.CustomerName),
            ("customer", true) => bills.OrderByDescending(b => b.CustomerName),
            ("issued", false) => bills.OrderBy(b => b.IssuedOn),
            ("issued", true) => bills.OrderByDescending(b => b.IssuedOn),
            ("due", false) => bills.OrderBy(b => b.DueOn),
            ("due", true) => bills.OrderByDescending(b => b.DueOn),
            ("state", false) => bills.OrderBy(b => b.State),
            ("state", true) => bills.OrderByDescending(b => b.State),
            ("net", false) => bills.OrderBy(b => b.Kind == BillKind.Invoice ? b.Net : -b.Net),
            ("net", true) => bills.OrderByDescending(b => b.Kind == BillKind.Invoice ? b.Net : -b.Net),
            ("gross", false) => bills.OrderBy(b => b.Kind == BillKind.Invoice ? b.Gross : -b.Gross),
            ("gross", true) => bills.OrderByDescending(b => b.Kind == BillKind.Invoice ? b.Gross : -b.Gross),
            (_, false) => bills.OrderBy(b => b.Month),
            _ => bills.OrderByDescending(b => b.Month),
        };
        return sorted.ThenByDescending(b => b.Number).ThenBy(b => b.Id);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/bills", async (
            EnterpriseId? enterprise, string? month, BillRunId? run, string? q, string? cursor, IMediator mediator, CancellationToken cancellationToken) =>
        {
            var page = int.TryParse(cursor, out var given) ? Math.Clamp(given, 1, 100_000) : 1;
            return (await mediator.Send(new Query(enterprise, month, null, run, q, page), cancellationToken)).ToHttp(bills => Results.Ok(
                new { bills.Items, Next = bills.Total > (long)page * PageSize ? (page + 1).ToString(CultureInfo.InvariantCulture) : null }));
        })
        .RequireAuthorization()
        .WithName("ListBills").WithTags("Bills").WithSummary("Bills, the newest month first; filter by enterprise, month, run, or q (number or part of the name); page with cursor.");
}
