using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Ledger;

/// <summary>Accounts of the ledger with their running balances, by cursor.</summary>
internal static class ListLedgerAccounts
{
    private const int MostAtOnce = 500;

    public sealed record Query(LedgerAccountId? After, int Limit) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<Account> Items, LedgerAccountId? Next);

    /// <summary>Amounts in minor units of the currency.</summary>
    public sealed record Account(
        LedgerAccountId Id, LedgerAccountKind Kind, string Currency, BillingAccountId? BillingAccountId, ProductId? ProductId, PartnerId? PartnerId, string? TaxCategory,
        long DebitsPosted, long CreditsPosted, long DebitsPending, long CreditsPending);

    public sealed class Handler(BillingDb db) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var after = BillingSql.Literal(query.After?.Value ?? Guid.Empty);
            var found = await db.LedgerAccounts.Rows($"SELECT * FROM bil_ledger_accounts WHERE Id > {after} ORDER BY Id LIMIT {query.Limit + 1}").ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).Select(a => new Account(
                a.Id, a.Kind, a.Currency, a.BillingAccountId, a.ProductId, a.PartnerId, a.TaxCategory, a.DebitsPosted, a.CreditsPosted, a.DebitsPending, a.CreditsPending)).ToList();
            return new Result(page, found.Count > query.Limit ? page[^1].Id : null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/ledger/accounts", async (LedgerAccountId? cursor, int? limit, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(cursor, limit ?? 100), cancellationToken)).ToHttp(r => Results.Ok(r)))
        .RequireAuthorization(BillingPermissions.ReadLedger)
        .WithTags("Ledger").WithSummary("List ledger accounts with their balances");
}
