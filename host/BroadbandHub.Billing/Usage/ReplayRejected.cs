using System.Text;
using BroadbandHub.Identity.Contracts;
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
/// Judges refused events again, as if they had just arrived: usage that overtook the activation of its subscription, a meter that was registered later.
/// Those that are good now are accepted; the others stay with their newest code.
/// </summary>
internal static class ReplayRejected
{
    private const int AtOnce = 1000;

    /// <summary>Which: those with the keys, or all open ones of an application, or all.</summary>
    public sealed record Request(string? Application, IReadOnlyList<string>? Keys);

    /// <summary>Not a command: the intake has a transaction of its own.</summary>
    public sealed record Query(Request Request) : IQuery<Result>;

    public sealed record Result(int Accepted, int Rejected);

    public sealed class Handler(BillingDb db, UsageScope scope, ICurrentUser user, UsageIntake intake) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (user.ApplicationKey is null && !user.Can(BillingPermissions.ReplayUsage))
            {
                return HubError.Forbidden("usage.may_not_replay", "Replaying rejected usage needs the permission billing.usage.replay.");
            }

            var application = scope.RejectedOf(string.IsNullOrEmpty(query.Request.Application) ? null : query.Request.Application);
            if (!application.IsOk)
            {
                return application.Error;
            }

            if (!TryKeys(query.Request.Keys, out var keys))
            {
                return HubError.Invalid("usage.bad_key", $"Keys are those of the list of rejected usage, at most {AtOnce}.", "keys");
            }

            var open = ListRejected.Open(db, application.Value);
            open = keys is null ? open : open.Where(r => keys.Contains(r.EventKey));
            return await ReplayAsync(open, cancellationToken);
        }

        private async Task<Outcome<Result>> ReplayAsync(IQueryable<RejectedUsage> open, CancellationToken cancellationToken)
        {
            var (accepted, rejected, after) = (0, 0, 0L);
            while (true)
            {
                var rows = await open.Where(r => r.Id > after).OrderBy(r => r.Id).Take(AtOnce).ToListAsync(cancellationToken);
                if (rows.Count == 0)
                {
                    return new Result(accepted, rejected);
                }

                foreach (var group in rows.GroupBy(r => r.ApplicationKey, StringComparer.Ordinal))
                {
                    var batch = new UsageBatch(group.Key, [.. group.Select(EventOf).OfType<ReportedEvent>()]);
                    var recorded = await intake.RecordAsync(batch);
                    if (!recorded.IsOk)
                    {
                        return recorded.Error;
                    }

                    var good = recorded.Value.Count(v => v.Status != UsageStatus.Rejected);
                    accepted += good;
                    rejected += group.Count() - good;
                }

                after = rows[^1].Id;
            }
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/usage/rejected/replay", async (Request? request, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(request ?? new(null, null)), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .DisableAntiforgery()
        .WithTags("Usage").WithSummary("Judge rejected usage again")
        .Produces<Result>().ProducesProblem(403).ProducesProblem(503);

    // Null when what was sent was never an event of the documented form: nothing can come of it.
    private static ReportedEvent? EventOf(RejectedUsage r)
    {
        var read = UsageJson.ReadBatch(Encoding.UTF8.GetBytes($$"""{"events":[{{r.Payload}}]}"""), r.ApplicationKey, r.Source);
        return read.IsOk && read.Value is [var e] && e.EventKey.AsSpan().SequenceEqual(r.EventKey) ? e : null;
    }

    private static bool TryKeys(IReadOnlyList<string>? texts, out List<byte[]>? keys)
    {
        keys = null;
        if (texts is null)
        {
            return true;
        }

        if (texts.Count > AtOnce || texts.Any(t => t is not { Length: 32 } || !t.All(char.IsAsciiHexDigit)))
        {
            return false;
        }

        keys = [.. texts.Select(Convert.FromHexString)];
        return true;
    }
}
