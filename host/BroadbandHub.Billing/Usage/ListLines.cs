using System.Globalization;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Catalog.Contracts;
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

namespace BroadbandHub.Billing.Usage;

/// <summary>What a month's usage and fees come to so far, one row a line key: how much of what, and what it costs before tax.</summary>
internal static class ListLines
{
    public const int PageSize = 100;

    /// <summary>A month such as 2026-10; the operator's current month when null.</summary>
    public sealed record Query(string? Month, SubscriptionId? Subscription, int Page = 1, string? Meter = null, bool OnlyLate = false, string? Sort = null) : IQuery<Result>;

    public sealed record Result(string Month, IReadOnlyList<Line> Items, int Total);

    /// <param name="Quantity">Exact, as text; days for a flat fee.</param>
    /// <param name="Amount">Minor units, before tax.</param>
    /// <param name="Billed">Minor units that are on issued bills.</param>
    /// <param name="LateEvents">Events that came after the late window had closed the line: accepted, not charged.</param>
    public sealed record Line(
        LineKeyId Id, SubscriptionId Subscription, EnterpriseId Enterprise, string? EnterpriseName, LocalText Product, LocalText Component, string? Meter, string? Unit,
        string Quantity, long Events, long Amount, long Billed, string Currency, DateOnly ServiceStart, DateOnly ServiceEnd,
        long LateEvents);

    public sealed class Handler(BillingDb db, UsageScope scope, ICatalog catalog, PlanCache plans, IOrganisations organisations, OperatorDays days, TimeProvider clock)
        : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (scope.WhyNot is { } refused)
            {
                return refused;
            }

            var first = days.Of(clock.GetUtcNow());
            if (!string.IsNullOrEmpty(query.Month) && !DateOnly.TryParseExact(query.Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
            {
                return HubError.Invalid("usage.bad_month", "The month is a year and a month, such as 2026-10.", "month");
            }

            var month = AccountCalendar.MonthNumber(first);
            var segments = scope.Segments();
            var found = from k in db.LineKeys.AsNoTracking()
                        join s in segments on k.SegmentId equals s.Id
                        where k.Month == month
                        select new { Key = k, s.EnterpriseId, s.ApplicationKey };
            if (query.Subscription is { } subscription)
            {
                found = found.Where(f => f.Key.SubscriptionId == subscription);
            }

            if (!string.IsNullOrEmpty(query.Meter))
            {
                found = found.Where(f => f.Key.MeterKey == query.Meter);
            }

            if (query.OnlyLate)
            {
                found = found.Where(f => f.Key.LateEvents > 0);
            }

            var total = await found.CountAsync(cancellationToken);
            var sort = SortOf(query.Sort);
            var sorted = (sort.Key, sort.Descending) switch
            {
                ("events", false) => found.OrderBy(f => f.Key.Events),
                ("events", true) => found.OrderByDescending(f => f.Key.Events),
                ("amount", false) => found.OrderBy(f => f.Key.Posted),
                ("amount", true) => found.OrderByDescending(f => f.Key.Posted),
                ("billed", false) => found.OrderBy(f => f.Key.Billed),
                ("billed", true) => found.OrderByDescending(f => f.Key.Billed),
                (_, false) => found.OrderBy(f => f.EnterpriseId),
                _ => found.OrderByDescending(f => f.EnterpriseId),
            };
            var page = await sorted.ThenBy(f => f.EnterpriseId).ThenBy(f => f.Key.SubscriptionId).ThenBy(f => f.Key.ComponentKey).ThenBy(f => f.Key.Id)
                .Skip((query.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            var products = await catalog.FindProductsAsync([.. page.Select(f => f.Key.ProductId).Distinct()], cancellationToken);
            var enterprises = await organisations.FindEnterprisesAsync([.. page.Select(f => f.EnterpriseId).Distinct()], cancellationToken);
            var lines = new List<Line>();
            foreach (var f in page)
            {
                var k = f.Key;
                var component = (await plans.PlanAsync(k.PlanVersionId, cancellationToken))?.Plan.Components.FirstOrDefault(c => c.Key == k.ComponentKey);
                var meter = k.MeterKey is null ? null : await plans.MeterAsync(f.ApplicationKey, k.MeterKey, cancellationToken);
                lines.Add(new(
                    k.Id, k.SubscriptionId, f.EnterpriseId, enterprises.GetValueOrDefault(f.EnterpriseId)?.Name,
                    products.GetValueOrDefault(k.ProductId)?.Name ?? new(k.ProductId.ToString(), k.ProductId.ToString()),
                    component?.Name ?? new(k.ComponentKey, k.ComponentKey), k.MeterKey, meter?.Unit, new Quantity(k.QuantityUnits, k.QuantityFraction).ToString(),
                    k.Events, k.Posted, k.Billed, k.Currency, k.ServiceStart, k.ServiceEnd, k.LateEvents));
            }

            return new Result(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), lines, total);
        }
    }

    /// <summary>The order of the page's list; the API's is always by enterprise, subscription and charge.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "enterprise", "enterprise", "events", "amount", "billed");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/usage/lines", async (string? month, SubscriptionId? subscription, string? meter, bool? late, int? page, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(month, subscription, Math.Clamp(page ?? 1, 1, 100_000), meter, late ?? false), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithTags("Usage").WithSummary("What a month's usage and fees come to so far; with late=true only lines with usage that came too late to be charged");
}
