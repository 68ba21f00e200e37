using System.Globalization;
using System.Text;
using BroadbandHub.Billing.Bills;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.TestSupport;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class BillAccessTests
{
    [Fact]
    public async Task An_enterprise_sees_the_issued_bills_of_its_own_and_nothing_else()
    {
        await using var world = await BillingWorld.CreateAsync(Engine.Sqlite);
        var acme = await world.SubscribeAsync("Acme", Fee(100m));
        var beta = await world.SubscribeAsync("Beta", Fee(30m));
        var run = BillingWorld.Ok(await world.PreviewAsync());
        (world.User.Audience, world.User.EnterpriseId) = (Audience.Enterprise, acme.Enterprise);
        Assert.Empty(BillingWorld.Ok(await world.SendAsync(All())).Items);

        (world.User.Audience, world.User.EnterpriseId) = (Audience.Operator, null);
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        BillingWorld.Ok(await world.IssueAsync(run.Id));
        Assert.Equal(2, BillingWorld.Ok(await world.SendAsync(All())).Items.Count);

        (world.User.Audience, world.User.EnterpriseId) = (Audience.Enterprise, acme.Enterprise);
        var own = Assert.Single(BillingWorld.Ok(await world.SendAsync(All())).Items);
        Assert.Equal("Acme", own.CustomerName);
        BillingWorld.Ok(await world.SendAsync(new GetBill.Query(own.Id)));
        var other = (await world.BillsAsync()).Single(b => b.EnterpriseId == beta.Enterprise).Id;
        Assert.Equal("bill.not_found", (await world.SendAsync(new GetBill.Query(other))).Error?.Code);
        Assert.Equal("bill.not_found", (await world.SendAsync(new DownloadBill.Query(other, "en"))).Error?.Code);
        Assert.Empty(BillingWorld.Ok(await world.SendAsync(All() with { Enterprise = beta.Enterprise })).Items);

        (world.User.Audience, world.User.EnterpriseId) = (Audience.Partner, null);
        Assert.Equal(ErrorKind.Forbidden, (await world.SendAsync(All())).Error?.Kind);
        Assert.Equal("bill.not_found", (await world.SendAsync(new GetBill.Query(own.Id))).Error?.Code);
    }

    [Fact]
    public async Task Bills_are_found_by_month_state_run_number_and_name()
    {
        await using var world = await BillingWorld.CreateAsync(Engine.Sqlite);
        await world.SubscribeAsync("Acme Trading", Fee(100m));
        await world.SubscribeAsync("Beta", Fee(30m));
        var run = await world.BillAsync();

        Assert.Equal(2, await CountAsync(All() with { Month = "2026-10" }));
        Assert.Equal(0, await CountAsync(All() with { Month = "2026-09" }));
        Assert.Equal(2, await CountAsync(All() with { Run = run.Id }));
        Assert.Equal(1, await CountAsync(All() with { Search = "B2026-000002" }));
        Assert.Equal(1, await CountAsync(All() with { Search = "Trading" }));
        Assert.Equal(0, await CountAsync(All() with { State = BillState.Draft }));
        Assert.Equal("bill.month_invalid", (await world.SendAsync(All() with { Month = "x" })).Error?.Code);

        async Task<long> CountAsync(ListBills.Query query) => BillingWorld.Ok(await world.SendAsync(query)).Total;
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Bills_and_runs_come_in_the_order_that_is_asked_for(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Beta", Fee(30m));
        await world.SubscribeAsync("Acme", Fee(100m));
        await world.SubscribeAsync("Gamma", Fee(70m));
        await world.BillAsync();
        foreach (var (sort, expected) in new[]
        {
            ("customer", "Acme Beta Gamma"), ("-customer", "Gamma Beta Acme"), ("gross", "Beta Gamma Acme"), ("-gross", "Acme Gamma Beta"), ("-net", "Acme Gamma Beta"),
            ("number", "1 2 3"), ("-number", "3 2 1"), ("nonsense", "3 2 1"),
        })
        {
            var found = BillingWorld.Ok(await world.SendAsync(All() with { Sort = sort })).Items;
            Assert.Equal(expected, string.Join(' ', found.Select(b => char.IsDigit(expected[0]) ? b.Number![^1..] : b.CustomerName)));
        }

        foreach (var key in new[] { "month", "issued", "due", "state" })
        {
            Assert.Equal(3, BillingWorld.Ok(await world.SendAsync(All() with { Sort = key })).Items.Count);
            Assert.Equal(3, BillingWorld.Ok(await world.SendAsync(All() with { Sort = "-" + key })).Items.Count);
        }

        world.Clock.MoveTo(BillingHub.At("2026-12-02T10:00:00+08:00"));
        await world.BillAsync("2026-11");
        foreach (var (sort, first) in new[] { ("month", "2026-10"), ("-month", "2026-11"), ("created", "2026-10"), ("-created", "2026-11"), ("state", "2026-11"), ("-state", "2026-11"), ("", "2026-11") })
        {
            Assert.Equal(first, BillingWorld.Ok(await world.SendAsync(new ListRuns.Query(1, sort))).Items[0].Month);
        }
    }

    [Fact]
    public async Task Only_an_issued_bill_can_be_downloaded()
    {
        await using var world = await BillingWorld.CreateAsync(Engine.Sqlite);
        await world.SubscribeAsync("Acme", Fee(100m));
        var run = BillingWorld.Ok(await world.PreviewAsync());
        var bill = Assert.Single(await world.BillsAsync());
        Assert.Equal("bill.not_issued", (await world.SendAsync(new DownloadBill.Query(bill.Id, "en"))).Error?.Code);
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        BillingWorld.Ok(await world.IssueAsync(run.Id));

        var file = await world.SendAsync(new DownloadBill.Query(bill.Id, "en"));

        Assert.SkipWhen(file.Error?.Code == "pdf.font_missing", "No font is installed (Debian: fonts-noto-cjk).");
        Assert.Equal("B2026-000001.pdf", BillingWorld.Ok(file).Name);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(file.Value.Content, 0, 5));
        Assert.Equal(file.Value.Content, BillingWorld.Ok(await world.SendAsync(new DownloadBill.Query(bill.Id, "en-GB"))).Content);
    }

    [Fact]
    public void Every_text_is_there_in_both_languages_with_the_same_places_to_fill()
    {
        var (english, chinese) = (BillingTexts.T.All("en"), BillingTexts.T.All("zh"));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, text) in english)
        {
            Assert.False(string.IsNullOrWhiteSpace(chinese[key]), key);
            Assert.True(Places(text) == Places(chinese[key]), key);
        }

        static string Places(string text) => string.Join(',', Enumerable.Range(0, 9).Where(i => text.Contains("{" + i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    private static ListBills.Query All() => new(null, null, null, null, null, 1);
}
