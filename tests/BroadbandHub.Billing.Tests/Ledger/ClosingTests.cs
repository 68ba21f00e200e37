using System.Collections.Concurrent;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Ledger;

public sealed class ClosingTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Nothing_slips_into_a_month_while_many_write_and_it_closes(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        var (debit, credit) = (LedgerAccountKey.Revenue(hub.Product, "CNY"), LedgerAccountKey.TaxPayable("standard", "CNY"));
        var month = new DateOnly(2025, 1, 1);
        var written = new ConcurrentBag<TransferStatus>();
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var transfer = new NewTransfer(NewTransfer.DerivedId($"writer-{writer}", Guid.Empty, i), debit, credit, 1, TransferCode.Adjustment, month);
                written.Add((await hub.InScopeAsync(s => s.GetRequiredService<ILedger>().PostAsync([transfer], CancellationToken.None)))[0]);
            }
        })).ToList();

        // Each closing meets whoever is just writing; after it the month's transfers are counted, and at the end again.
        var counts = new List<(DateOnly Month, int AtClosing)>();
        for (var i = 0; i < 12; i++)
        {
            var closing = month;
            var before = written.Count;
            while (written.Count < before + 8 && !writers.Exists(w => w.IsCompleted))
            {
                await Task.Yield();
            }

            await hub.InScopeAsync(async s =>
            {
                await s.GetRequiredService<ILedger>().CloseMonthAsync(AccountCalendar.MonthNumber(closing), "test", CancellationToken.None);
                return true;
            });
            counts.Add((closing, await CountAsync(hub, closing)));
            month = month.AddMonths(1);
        }

        await done.CancelAsync();
        await Task.WhenAll(writers);
        Assert.All(written, s => Assert.Equal(TransferStatus.Recorded, s));
        foreach (var (closed, atClosing) in counts)
        {
            Assert.Equal((closed, atClosing), (closed, await CountAsync(hub, closed)));
        }

        Assert.Equal(written.Count, await hub.ReadAsync(db => db.Transfers.CountAsync()));
    }

    private static Task<int> CountAsync(BillingHub hub, DateOnly month) =>
        hub.ReadAsync(db => db.Transfers.CountAsync(t => t.AccountingOn >= month && t.AccountingOn < month.AddMonths(1)));
}
