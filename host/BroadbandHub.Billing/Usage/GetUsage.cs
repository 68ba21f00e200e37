using System.Globalization;
using System.Text.Json.Nodes;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Usage;

/// <summary>The consumption record of a subscription, down to the event, newest first, by cursor.</summary>
internal static class GetUsage
{
    public const int MostAtOnce = 1000;

    public sealed record Query(SubscriptionId? Subscription, string? From, string? To, string? Meter, string? Cursor, int Limit, bool OnlyUnbilled = false) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<Item> Items, string? Next);

    /// <param name="Id">The sender's id.</param>
    /// <param name="Quantity">Exact, as text: JSON readers turn numbers into floating point.</param>
    /// <param name="Month">The month it is charged in, such as 2026-10, in the account's zone.</param>
    /// <param name="Unbilled">Why it is not charged although it was accepted, or null.</param>
    public sealed record Item(
        string Id, string Source, SubscriptionId Subscription, string Meter, string Quantity, DateTimeOffset Time, DateTimeOffset ReceivedAt, string Month, string? User,
        JsonNode? Attributes, string? Unbilled);

    public sealed class Handler(BillingDb db, UsageScope scope) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (scope.WhyNot is { } refused)
            {
                return refused;
            }

            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            if (query.Subscription is not { } subscription)
            {
                return HubError.Invalid("usage.subscription_required", "Say whose usage: subscription=sub_….", "subscription");
            }

            if (!TryInstant(query.From, DateTimeOffset.UnixEpoch, out var from) || !TryInstant(query.To, DateTimeOffset.MaxValue, out var to))
            {
                return HubError.Invalid("usage.bad_time", "from and to are RFC 3339 instants with an offset, such as 2026-10-01T00:00:00+08:00.", from == default ? "from" : "to");
            }

            if (!TryCursor(query.Cursor, out var before, out var beforeId))
            {
                return HubError.Invalid("list.bad_cursor", "The cursor is the next of an earlier answer, unchanged.", "cursor");
            }

            if (!await scope.Segments().AnyAsync(s => s.SubscriptionId == subscription, cancellationToken))
            {
                return HubError.NotFound("usage.unknown_subscription", "There is no such subscription, or nothing of it was ever charged.");
            }

            var events = db.UsageEvents.AsNoTracking()
                .Where(e => e.SubscriptionId == subscription && e.OccurredAt >= from && e.OccurredAt < to)
                .Where(e => e.OccurredAt < before || (e.OccurredAt == before && e.Id < beforeId));
            if (!string.IsNullOrEmpty(query.Meter))
            {
                events = events.Where(e => e.MeterKey == query.Meter);
            }

            if (query.OnlyUnbilled)
            {
                events = events.Where(e => e.Unbilled != UnbilledReason.None);
            }

            var found = await events.OrderByDescending(e => e.OccurredAt).ThenByDescending(e => e.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            return new Result([.. page.Select(ItemOf)], found.Count > query.Limit ? CursorOf(page[^1]) : null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/usage", async (
                SubscriptionId? subscription, string? from, string? to, string? meter, bool? unbilled, string? cursor, int? limit, IMediator mediator,
                CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(subscription, from, to, meter, cursor, limit ?? 100, unbilled ?? false), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithTags("Usage").WithSummary("The consumption record of a subscription; with unbilled=true only what was accepted and is not charged, with the reason");

    private static Item ItemOf(UsageEvent e) => new(
        e.EventId, e.Source, e.SubscriptionId, e.MeterKey, new Quantity(e.QuantityUnits, e.QuantityFraction).ToString(), e.OccurredAt, e.ReceivedAt,
        string.Create(CultureInfo.InvariantCulture, $"{e.Month / 100:D4}-{e.Month % 100:D2}"), e.UserRef, e.Attributes is null ? null : JsonNode.Parse(e.Attributes),
        e.Unbilled switch
        {
            UnbilledReason.NotPriced => "usage.not_priced",
            UnbilledReason.AfterEnd => "usage.after_end",
            UnbilledReason.LineFrozen => "usage.line_frozen",
            _ => null,
        });

    private static string CursorOf(UsageEvent e) => string.Create(CultureInfo.InvariantCulture, $"{Instants.ToMicros(e.OccurredAt)}.{e.Id}");

    private static bool TryCursor(string? text, out DateTimeOffset before, out long beforeId)
    {
        (before, beforeId) = (DateTimeOffset.MaxValue, 0);
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var parts = text.Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var micros)
            || micros > Instants.ToMicros(DateTimeOffset.MaxValue) || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out beforeId))
        {
            return false;
        }

        before = Instants.FromMicros(micros);
        return true;
    }

    private static bool TryInstant(string? text, DateTimeOffset otherwise, out DateTimeOffset at)
    {
        at = otherwise;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        // A plus sign in a query that was not escaped arrives as a space.
        return text.Length >= 17 && DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'),
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out at);
    }
}
