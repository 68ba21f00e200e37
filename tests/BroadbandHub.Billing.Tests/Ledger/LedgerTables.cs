using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests.Ledger;

/// <summary>
/// Plays a ledger scenario written as a table: a transfer a line with the status it must get, then the balances. Accounts are letters: prepaid ones (P, Q) may
/// not go negative, the others have no limit. A line that ends with "…" is linked with the next one.
/// <code>
/// # id  kind     debit credit amount  pending expires  -> status
///   1   posted   A     P      100                      -> Recorded
/// P: debits 0/0 credits 100/0
/// </code>
/// </summary>
internal static class LedgerTable
{
    public static async Task PlayAsync(BillingHub hub, string table)
    {
        var linked = new List<(NewTransfer Transfer, string Expected, string Line)>();
        foreach (var line in table.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line.StartsWith("advance ", StringComparison.Ordinal))
            {
                hub.Clock.Advance(TimeSpan.FromMinutes(int.Parse(line[8..])));
            }
            else if (line.StartsWith("close ", StringComparison.Ordinal))
            {
                await hub.InScopeAsync(async s =>
                {
                    await ((ILedger)s.GetService(typeof(ILedger))!).CloseMonthAsync(int.Parse(line[6..]), "test", CancellationToken.None);
                    return true;
                });
            }
            else if (line.Contains("->", StringComparison.Ordinal))
            {
                var isLinked = line.EndsWith('…');
                var parts = line.TrimEnd('…').Split("->", StringSplitOptions.TrimEntries);
                linked.Add((Transfer(hub, parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)), parts[1], line));
                if (!isLinked)
                {
                    await PostAsync(hub, linked);
                    linked.Clear();
                }
            }
            else
            {
                await CompareAsync(hub, line);
            }
        }
    }

    private static async Task PostAsync(BillingHub hub, List<(NewTransfer Transfer, string Expected, string Line)> linked)
    {
        var statuses = await hub.InScopeAsync(s => ((ILedger)s.GetService(typeof(ILedger))!).PostAsync([.. linked.Select(l => l.Transfer)], CancellationToken.None));
        Assert.Equal(linked.Select(l => $"{l.Line}: {l.Expected}"), linked.Select((l, i) => $"{l.Line}: {statuses[i]}"));
    }

    private static NewTransfer Transfer(BillingHub hub, string[] cells)
    {
        var options = cells[5..].Select(c => c.Split('=')).ToDictionary(c => c[0], c => c[1]);
        return new NewTransfer(
            new(Number(cells[0])), Account(cells[2]), Account(cells[3]), long.Parse(cells[4]), TransferCode.Adjustment,
            DateOnly.Parse(options.GetValueOrDefault("on", "2026-10-20")), Enum.Parse<TransferKind>(cells[1], ignoreCase: true),
            options.TryGetValue("pending", out var pending) ? new TransferId(Number(pending)) : null,
            options.TryGetValue("expires", out var minutes) ? hub.Clock.GetUtcNow().AddMinutes(int.Parse(minutes)) : null);
    }

    private static Guid Number(string digits) => new(int.Parse(digits), 0, 0, new byte[8]);

    private static LedgerAccountKey Account(string name) =>
        name is "P" or "Q" ? LedgerAccountKey.Prepaid(new(new Guid(name[0], 1, 0, new byte[8])), "CNY")
        : name == "U" ? LedgerAccountKey.Receivable(new(new Guid(name[0], 1, 0, new byte[8])), "USD")
        : LedgerAccountKey.Receivable(new(new Guid(name[0], 1, 0, new byte[8])), "CNY");

    private static async Task CompareAsync(BillingHub hub, string line)
    {
        var name = line.Split(':')[0];
        var id = Account(name).Id();
        var account = (await hub.ReadAsync(db => Task.FromResult(db.LedgerAccounts.Rows($"SELECT * FROM bil_ledger_accounts WHERE Id = {BillingSql.Literal(id.Value)}").ToList()))).Single();
        Assert.Equal(line, $"{name}: debits {account.DebitsPosted}/{account.DebitsPending} credits {account.CreditsPosted}/{account.CreditsPending}");
    }
}
