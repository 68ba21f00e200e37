using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>Bills for the search box: by the beginning of the number, or by id.</summary>
internal sealed class BillSearch(BillingDb db, ICurrentUser user) : ISearchSource
{
    private static readonly LocalText Kind = new("Bill", "账单");

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken)
    {
        if (BillScope.Of(user) is not { } scope)
        {
            return [];
        }

        var number = words.ToUpperInvariant();
        var bills = scope.Visible(db.Bills.AsNoTracking());
        bills = BillId.TryParse(words, null, out var id) ? bills.Where(b => b.Id == id) : bills.Where(b => b.Number != null && b.Number.StartsWith(number));
        var found = await bills.OrderByDescending(b => b.Number).Take(most).ToListAsync(cancellationToken);
        var area = scope.Only is null ? "/console" : "/workspace";
        return [.. found.Select(b => new SearchHit(Kind, "receipt_long", b.Number ?? b.Id.ToString(), $"{b.CustomerName} · {BillWords.Month(b.PeriodStart)}", $"{area}/bills/{b.Id}"))];
    }
}
