using System.Data;
using System.Data.Common;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;

namespace BroadbandHub.Billing.Ledger;

/// <summary>
/// Proves the books against their own entries, in one snapshot: debits equal credits, each running balance is the sum of its transfers, each line key's
/// posted amount is the sum of its transfers and what its facts come to, its quantity the sum of its usage events.
/// </summary>
internal static class CheckLedger
{
    public const int MostProblems = 100;

    public sealed record Query : IQuery<Result>;

    /// <param name="Ok">True when there is no problem.</param>
    /// <param name="Currencies">Posted debits and credits over all accounts, in minor units.</param>
    /// <param name="Problems">At most a hundred.</param>
    public sealed record Result(
        bool Ok, DateTimeOffset CheckedAt, long Accounts, long Transfers, long LineKeys, long UsageEvents, IReadOnlyList<Total> Currencies, IReadOnlyList<Problem> Problems);

    public sealed record Total(string Currency, decimal Debits, decimal Credits);

    /// <summary>Something that does not agree: what, of which account or line, what it should be and what it is.</summary>
    public sealed record Problem(string Code, string Subject, string Expected, string Found);

    public sealed class Handler(IHubDatabase database, PlanCache plans, TimeProvider clock) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var snapshot = connection is SqliteConnection sqlite
                ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true)
                : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var check = new LedgerCheck(snapshot, cancellationToken);
            var (accounts, transfers) = await check.BalancesAsync();
            var (lines, events) = await check.LinesAsync(plans);
            var problems = check.Problems;
            return new Result(problems.Count == 0, clock.GetUtcNow(), accounts, transfers, lines, events, check.Totals, [.. problems.Take(MostProblems)]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/ledger/check", async (IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(), cancellationToken)).ToHttp())
        .RequireAuthorization(BillingPermissions.ReadLedger)
        .WithTags("Ledger").WithSummary("Check the books against their entries");
}
