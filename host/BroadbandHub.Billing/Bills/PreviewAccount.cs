using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// Drafts one account's bills, in one transaction, from what the run's watermark holds of it. Doing it again changes nothing, and for a run that was cancelled
/// nothing is drafted. Scoped.
/// </summary>
internal sealed class PreviewAccount(BillingDb db, IUnitOfWork unitOfWork, ICatalog catalog, ITaxRates taxRates, IOrganisations organisations, BillingClock clock)
{
    /// <summary>False when the run is not being previewed any more.</summary>
    public async Task<bool> RunAsync(BillRun run, BillingAccountId accountId, CancellationToken cancellationToken)
    {
        var goesOn = false;
        await unitOfWork.RunAsync(
            async () =>
            {
                // First, because it locks the run's row: who cancels waits for this draft, or this draft finds the run cancelled.
                goesOn = await db.Runs.Where(r => r.Id == run.Id && r.State == BillRunState.Previewing).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.AccountsDone, r => r.AccountsDone + 1), cancellationToken) == 1;
                if (!goesOn
                    || await db.Bills.AnyAsync(b => b.RunId == run.Id && b.AccountId == accountId, cancellationToken)
                    || await db.ParkedAccounts.AnyAsync(p => p.RunId == run.Id && p.AccountId == accountId, cancellationToken))
                {
                    return false;
                }

                await DraftAsync(run, accountId, cancellationToken);
                return true;
            },
            drafted => drafted,
            cancellationToken);
        return goesOn;
    }

    private async Task DraftAsync(BillRun run, BillingAccountId accountId, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == accountId, cancellationToken);
        var rows = await (
            from line in db.RunLines.AsNoTracking()
            join key in db.LineKeys.AsNoTracking() on line.LineKeyId equals key.Id
            where line.RunId == run.Id && line.AccountId == accountId
            select new { line, key }).ToListAsync(cancellationToken);
        var keys = rows.ConvertAll(r => r.line.Of(r.key));
        var lines = await NamedAsync(keys, cancellationToken);
        var taxOn = AccountCalendar.FirstDay(run.Month).AddMonths(1).AddDays(-1);
        var rates = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var category in keys.Select(k => k.TaxCategory).Distinct())
        {
            rates[category] = await taxRates.FindAsync(category, taxOn, cancellationToken);
        }

        var before = await BilledBeforeAsync([.. keys.Where(k => k.Posted < k.Billed).Select(k => k.Id)], cancellationToken);
        var standing = await StandingAsync([.. before.SelectMany(b => b).Select(b => b.BillId).Distinct()], cancellationToken);
        var drafted = new BillDraft(run, account, rates, taxOn, standing).Make(lines, before);
        if (drafted.ParkedCode is not null)
        {
            db.ParkedAccounts.Add(new ParkedAccount { RunId = run.Id, AccountId = accountId, Code = drafted.ParkedCode, Message = drafted.ParkedMessage!, ParkedAt = clock.Now });
            return;
        }

        var customer = (await organisations.FindEnterpriseAsync(account.EnterpriseId, cancellationToken))?.Name;
        foreach (var draft in drafted.Bills)
        {
            draft.Bill.CustomerName = customer?.Length > 200 ? customer[..200] : customer;
            draft.Bill.CreatedAt = clock.Now;
            db.Bills.Add(draft.Bill);
            db.BillLines.AddRange(draft.Lines);
            db.BillTaxes.AddRange(draft.Taxes);
        }
    }

    private async Task<List<LineToBill>> NamedAsync(List<LineKey> keys, CancellationToken cancellationToken)
    {
        var products = await catalog.FindProductsAsync([.. keys.Select(k => k.ProductId).Distinct()], cancellationToken);
        var plans = new Dictionary<PlanVersionId, PlanVersion?>();
        foreach (var plan in keys.Select(k => k.PlanVersionId).Distinct())
        {
            plans[plan] = await catalog.FindPlanAsync(plan, cancellationToken);
        }

        var meters = new Dictionary<string, IReadOnlyDictionary<string, Meter>>(StringComparer.Ordinal);
        foreach (var application in products.Values.Select(p => p.ApplicationKey).Distinct(StringComparer.Ordinal))
        {
            meters[application] = await catalog.MetersAsync(application, cancellationToken);
        }

        return [.. keys.Select(Named)];

        LineToBill Named(LineKey key)
        {
            var product = products.GetValueOrDefault(key.ProductId);
            var component = plans[key.PlanVersionId]?.Components.FirstOrDefault(c => c.Key == key.ComponentKey);
            var unit = key.MeterKey is not null && product is not null ? meters[product.ApplicationKey].GetValueOrDefault(key.MeterKey)?.Unit : null;
            return new(key, product?.Name ?? new(key.ProductId.ToString()), component?.Name ?? new(key.ComponentKey), unit);
        }
    }

    /// <summary>Issued lines of these keys, the newest bill first, less what credit notes already took off.</summary>
    private async Task<ILookup<LineKeyId, BilledBefore>> BilledBeforeAsync(List<LineKeyId> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return Array.Empty<BilledBefore>().ToLookup(b => b.LineKeyId);
        }

        var issued = await (
            from line in db.BillLines.AsNoTracking()
            join bill in db.Bills.AsNoTracking() on line.BillId equals bill.Id
            where keys.Contains(line.LineKeyId) && bill.State == BillState.Issued
            orderby bill.IssuedAt descending, bill.Id
            select new { line.LineKeyId, line.Amount, line.TaxCategory, line.TaxRate, bill.Id, bill.Kind, bill.CorrectsBillId, bill.TaxOn }).ToListAsync(cancellationToken);
        var credited = issued.Where(l => l.Kind == BillKind.CreditNote).ToLookup(l => (l.LineKeyId, l.CorrectsBillId!.Value), l => l.Amount);
        return issued.Where(l => l.Kind == BillKind.Invoice).ToLookup(
            l => l.LineKeyId,
            l => new BilledBefore(l.LineKeyId, l.Id, l.TaxOn!.Value, l.TaxCategory, l.TaxRate, l.Amount - credited[(l.LineKeyId, l.Id)].Sum()));
    }

    /// <summary>What stands of the tax of these bills.</summary>
    private async Task<ILookup<BillId, StandingTax>> StandingAsync(List<BillId> bills, CancellationToken cancellationToken)
    {
        var taxes = await (
            from tax in db.BillTaxes.AsNoTracking()
            join bill in db.Bills.AsNoTracking() on tax.BillId equals bill.Id
            where bill.State == BillState.Issued && (bills.Contains(bill.Id) || (bill.CorrectsBillId != null && bills.Contains(bill.CorrectsBillId.Value)))
            select new { tax.TaxCategory, tax.Rate, tax.Net, tax.Tax, Of = bill.CorrectsBillId ?? bill.Id, Sign = bill.CorrectsBillId == null ? 1 : -1 }).ToListAsync(cancellationToken);
        return taxes.GroupBy(t => (t.Of, t.TaxCategory, t.Rate))
            .Select(g => new StandingTax(g.Key.Of, g.Key.TaxCategory, g.Key.Rate, g.Sum(t => t.Sign * t.Net), g.Sum(t => t.Sign * t.Tax)))
            .ToLookup(s => s.BillId);
    }
}
