using BroadbandHub.Billing.Journal;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests.Journal;

public sealed class JournalFormatTests
{
    public static TheoryData<string, string> Tools => new() { { "hledger", "hledger" }, { "beancount", "bean-check" } };

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task The_tool_itself_finds_the_journal_in_order(string format, string tool)
    {
        var text = Journal(ExportJournal.FormatOf(format).Value, Entries());

        var (exitCode, output) = await BookkeepingTool.CheckAsync(tool, text, TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task The_tool_finds_an_account_that_was_not_declared(string format, string tool)
    {
        var stray = Entries()[0] with { DebitAccount = "Assets:Nowhere" };

        var (exitCode, _) = await BookkeepingTool.CheckAsync(tool, Journal(ExportJournal.FormatOf(format).Value, [stray]), TestContext.Current.CancellationToken);

        Assert.NotEqual(0, exitCode);
    }

    [Fact]
    public void Amounts_have_the_decimals_of_their_currency()
    {
        Assert.Equal("12.30 CNY", HledgerFormat.Amount(Money.Of(1230, Currency.Of("CNY"))));
        Assert.Equal("-1230 JPY", HledgerFormat.Amount(Money.Of(-1230, Currency.Of("JPY"))));
        Assert.Equal("1.230 KWD", HledgerFormat.Amount(Money.Of(1230, Currency.Of("KWD"))));
    }

    [Theory]
    [InlineData("Acme Trading, Ltd.", "Acme-Trading-Ltd")]
    [InlineData("acme; drop  table", "Acme-Drop-Table")]
    [InlineData("极致贸易", "")]
    [InlineData("3M China 中国", "3M-China")]
    [InlineData(null, "")]
    public void Names_keep_what_both_tools_take(string? name, string component) => Assert.Equal(component, AccountNames.Component(name));

    private static JournalAccount[] Accounts() =>
    [
        Account(1, LedgerAccountKind.UnbilledReceivable, "CNY", "Acme \"Trading\"; Ltd"),
        Account(2, LedgerAccountKind.Revenue, "CNY", "网络硬盘"),
        Account(3, LedgerAccountKind.TaxPayable, "CNY", null, "standard"),
        Account(4, LedgerAccountKind.Receivable, "JPY", "3M Japan"),
        Account(5, LedgerAccountKind.Revenue, "JPY", "Disk"),
    ];

    private static JournalAccount Account(int id, LedgerAccountKind kind, string currency, string? owner, string? tax = null) => AccountNames.Of(
        new LedgerAccount { Id = new(new Guid(id, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte)id)), Kind = kind, Currency = currency, TaxCategory = tax }, owner);

    private static JournalEntry[] Entries()
    {
        var accounts = Accounts();
        return
        [
            new(new(2026, 10, 31), "trf_1", "Charge", accounts[0].Name, accounts[1].Name, Money.Of(2316, accounts[0].Currency), [("line", "lin_1"), ("service", "2026-10-01..2026-11-01")]),
            new(new(2026, 11, 2), "trf_2", "Tax \"6 %\"; a\nsecond line", accounts[0].Name, accounts[2].Name, Money.Of(139, accounts[0].Currency), [("reference", "B2026-1, \"x\"")]),
            new(new(2026, 11, 2), "trf_3", "Charge", accounts[3].Name, accounts[4].Name, Money.Of(500, accounts[3].Currency), []),
        ];
    }

    private static string Journal(JournalFormat format, IEnumerable<JournalEntry> entries) =>
        string.Join('\n', [.. format.Head("Test", Accounts()), .. entries.SelectMany(format.Entry)]) + "\n";
}
