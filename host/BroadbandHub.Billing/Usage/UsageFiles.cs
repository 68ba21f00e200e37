using System.Runtime.CompilerServices;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Billing.BillingTexts;

namespace BroadbandHub.Billing.Usage;

/// <summary>The consumption record as files: the lines of a month, and the events of one subscription in it. Who asks sees what the page would show them.</summary>
internal static class UsageFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var area in (string[])["/console/usage", "/workspace/usage"])
        {
            routes.MapGet(area + "/lines.csv", (string? month, string? meter, string? unbilled, string? sort, IMediator mediator, CancellationToken cancellationToken) => CsvFile.Of(
                    "usage-lines.csv",
                    [
                        new(T["usage.enterprise"], l => l.EnterpriseName), new(T["usage.product"], l => l.Product), new(T["usage.component"], l => l.Component), new(T["usage.meter"], l => l.Meter),
                        new(T["usage.quantity"], l => l.Quantity), new(T["usage.unit"], l => l.Unit ?? T["usage.days"]), new(T["usage.events"], l => l.Meter is null ? null : l.Events),
                        new(T["usage.too_late"], l => l.LateEvents), new(T["bills.currency"], l => l.Currency), new(T["usage.amount"], l => Major(l.Amount, l.Currency)),
                        new(T["usage.billed"], l => Major(l.Billed, l.Currency)), new(T["usage.subscription"], l => l.Subscription),
                    ],
                    LinesAsync(mediator, page => new(month, null, page, Given(meter), unbilled == "true", sort), cancellationToken)))
                .RequireAuthorization(BillingPermissions.ReadUsage).ExcludeFromDescription();
            routes.MapGet(area + "/events.csv", (HttpContext http, string? month, SubscriptionId? subscription, string? meter, string? unbilled, IMediator mediator, CancellationToken cancellationToken) =>
                    CsvFile.Of(
                        "usage-events.csv",
                        [
                            new(T["usage.time"], e => e.Time), new(T["usage.received"], e => e.ReceivedAt), new(T["usage.meter"], e => e.Meter), new(T["usage.quantity"], e => e.Quantity),
                            new(T["usage.event_id"], e => e.Id), new(T["usage.source"], e => e.Source), new(T["usage.user"], e => e.User), new(T["usage.state"], e => T[e.Unbilled ?? "usage.charged"]),
                            new(T["usage.attributes"], e => e.Attributes?.ToJsonString()),
                        ],
                        EventsAsync(http, mediator, month, (from, to, cursor) => new(subscription, from, to, Given(meter), cursor, GetUsage.MostAtOnce, unbilled == "true"), cancellationToken)))
                .RequireAuthorization(BillingPermissions.ReadUsage).ExcludeFromDescription();
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static decimal Major(long minor, string currency) => Money.Of(minor, Currency.Of(currency)).ToMajorUnits();

    private static async IAsyncEnumerable<ListLines.Line> LinesAsync(IMediator mediator, Func<int, ListLines.Query> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var found = await mediator.Send(query(page), cancellationToken);
            foreach (var line in found.IsOk ? found.Value.Items : [])
            {
                yield return line;
            }

            if (!found.IsOk || found.Value.Items.Count < ListLines.PageSize)
            {
                yield break;
            }
        }
    }

    private static async IAsyncEnumerable<GetUsage.Item> EventsAsync(
        HttpContext http, IMediator mediator, string? month, Func<string, string, string?, GetUsage.Query> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The month that the page shows when none is asked for.
        var lines = await mediator.Send(new ListLines.Query(month, null), cancellationToken);
        var (from, to) = lines.IsOk ? UsageMonth.Bounds(http, lines.Value.Month) : ("", "");
        for (string? cursor = null; lines.IsOk;)
        {
            var found = await mediator.Send(query(from, to, cursor), cancellationToken);
            foreach (var item in found.IsOk ? found.Value.Items : [])
            {
                yield return item;
            }

            if (!found.IsOk || (cursor = found.Value.Next) is null)
            {
                yield break;
            }
        }
    }
}
