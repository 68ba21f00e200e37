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

/// <summary>Runs, the newest first.</summary>
internal static class ListRuns
{
    public const int PageSize = 50;

    public sealed record Query(int Page, string? Sort = null) : IQuery<Runs>;

    public sealed record Runs(IReadOnlyList<RunView> Items, long Total);

    public sealed class Handler(BillingDb db) : IRequestHandler<Query, Outcome<Runs>>
    {
        public async Task<Outcome<Runs>> Handle(Query query, CancellationToken cancellationToken)
        {
            var runs = await Sorted(db.Runs.AsNoTracking(), SortOf(query.Sort)).Skip((Math.Clamp(query.Page, 1, 100_000) - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            return new Runs(await RunView.OfAsync(db, runs, cancellationToken), await db.Runs.LongCountAsync(cancellationToken));
        }
    }

    /// <summary>The order of the page's list; the API's is always the newest first.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "-created", "created", "month", "state");

    private static IQueryable<BillRun> Sorted(IQueryable<BillRun> runs, ListSort sort) => (sort.Key, sort.Descending) switch
    {
        ("month", false) => runs.OrderBy(r => r.Month).ThenByDescending(r => r.CreatedAt),
        ("month", true) => runs.OrderByDescending(r => r.Month).ThenByDescending(r => r.CreatedAt),
        ("state", false) => runs.OrderBy(r => r.State).ThenByDescending(r => r.CreatedAt),
        ("state", true) => runs.OrderByDescending(r => r.State).ThenByDescending(r => r.CreatedAt),
        (_, false) => runs.OrderBy(r => r.CreatedAt),
        _ => runs.OrderByDescending(r => r.CreatedAt),
    };

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/runs", async (string? cursor, IMediator mediator, CancellationToken cancellationToken) =>
        {
            var page = int.TryParse(cursor, out var given) ? Math.Clamp(given, 1, 100_000) : 1;
            return (await mediator.Send(new Query(page), cancellationToken))
                .ToHttp(runs => Results.Ok(new { runs.Items, Next = runs.Total > (long)page * PageSize ? (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : null }));
        })
        .RequireAuthorization(BillPermissions.ReadRuns)
        .WithName("ListRuns").WithTags("Bill runs").WithSummary("Bill runs, the newest first; page with cursor.");
}
