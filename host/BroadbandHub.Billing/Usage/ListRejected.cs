using System.Globalization;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// Refused events that are still open, newest first, by cursor. One is settled as soon as an event with its id was accepted; that follows from the events, so
/// nothing has to keep the two in step.
/// </summary>
internal static class ListRejected
{
    public const int MostAtOnce = 500;

    public sealed record Query(string? Application, string? Code, string? Cursor, int Limit) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<Item> Items, string? Next);

    /// <param name="Key">Names the row for replay.</param>
    /// <param name="Event">What was sent, as text.</param>
    public sealed record Item(
        string Key, string Application, string Id, string Source, string Code, string Message, string? Subscription, string? Meter, DateTimeOffset FirstReceivedAt,
        DateTimeOffset LastReceivedAt, int Attempts, string Event);

    public sealed class Handler(BillingDb db, UsageScope scope) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var before = long.MaxValue;
            if (!string.IsNullOrEmpty(query.Cursor) && !long.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            {
                return HubError.Invalid("list.bad_cursor", "The cursor is the next of an earlier answer, unchanged.", "cursor");
            }

            var application = scope.RejectedOf(string.IsNullOrEmpty(query.Application) ? null : query.Application);
            if (!application.IsOk)
            {
                return application.Error;
            }

            var open = Open(db, application.Value).Where(r => r.Id < before);
            if (!string.IsNullOrEmpty(query.Code))
            {
                open = open.Where(r => r.Code == query.Code);
            }

            var found = await open.OrderByDescending(r => r.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            return new Result([.. page.Select(ItemOf)], found.Count > query.Limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
        }
    }

    /// <summary>The open ones of an application, or of all.</summary>
    public static IQueryable<RejectedUsage> Open(BillingDb db, string? application)
    {
        var open = db.RejectedUsage.AsNoTracking().Where(r => !db.UsageEvents.Any(e => e.EventKey == r.EventKey));
        return application is null ? open : open.Where(r => r.ApplicationKey == application);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/usage/rejected", async (string? application, string? code, string? cursor, int? limit, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(application, code, cursor, limit ?? 100), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithTags("Usage").WithSummary("Rejected usage that is still open");

    private static Item ItemOf(RejectedUsage r) => new(
        Convert.ToHexStringLower(r.EventKey), r.ApplicationKey, r.EventId, r.Source, r.Code, UsageCodes.MessageOf(r.Code), r.Subscription, r.MeterKey,
        r.FirstReceivedAt, r.LastReceivedAt, r.Attempts, r.Payload);
}
