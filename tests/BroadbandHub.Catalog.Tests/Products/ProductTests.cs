using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Catalog.Tests.Products;

public sealed class ProductTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Products_are_listed_newest_first_by_cursor(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        await hub.SellDiskAsync();
        for (var i = 1; i <= 6; i++)
        {
            hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await hub.DoAsync(new CreateProduct.Command("disk", null, new WordsJson($"Product {i}", i == 3 ? "三号" : null), null));
        }

        var first = await hub.DoAsync(new ListProducts.Query(null, 3, null, null));
        var second = await hub.DoAsync(new ListProducts.Query(Sdk.ProductId.Parse(first.Next!), 3, null, null));
        var third = await hub.DoAsync(new ListProducts.Query(Sdk.ProductId.Parse(second.Next!), 3, null, null));
        Assert.Equal(["Product 6", "Product 5", "Product 4"], first.Items.Select(p => p.Name.En));
        Assert.Equal(["Product 3", "Product 2", "Product 1"], second.Items.Select(p => p.Name.En));
        Assert.Equal("Network Disk", Assert.Single(third.Items).Name.En);
        Assert.Null(third.Next);
        Assert.Equal(7, first.Total);
        Assert.Equal("Product 3", Assert.Single((await hub.DoAsync(new ListProducts.Query(null, 3, "三", null))).Items).Name.En);
        Assert.Equal(6, (await hub.DoAsync(new ListProducts.Query(null, 3, "PRODUCT", null))).Total);
        Assert.Equal("list.bad_limit", (await hub.SendAsync(new ListProducts.Query(null, 0, null, null))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Each_audience_sees_its_own_products(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var plain = await hub.SellDiskAsync();
        var partners = (await hub.DoAsync(new CreateProduct.Command("disk", FakeOrganisations.Partner, Some.Name, null))).Id;
        var plan = await hub.DraftAsync(plain, Some.Plan(Some.Flat()));
        await hub.DoAsync(new PublishPlan.Command(plan.Id));
        var draft = await hub.DraftAsync(plain, Some.Plan(Some.Flat()));

        hub.User.BePartner(FakeOrganisations.Partner);
        Assert.Equal(partners, Assert.Single((await hub.DoAsync(new ListProducts.Query(null, 9, null, null))).Items).Id);
        Assert.Equal("product.not_found", (await hub.SendAsync(new GetProduct.Query(plain))).Error?.Code);
        Assert.Equal("plan.not_found", (await hub.SendAsync(new GetPlan.Query(plan.Id))).Error?.Code);
        hub.User.BePartner(FakeOrganisations.Other);
        Assert.Empty((await hub.DoAsync(new ListProducts.Query(null, 9, null, null))).Items);

        hub.User.BeEnterprise();
        Assert.Equal(plain, Assert.Single((await hub.DoAsync(new ListProducts.Query(null, 9, null, null))).Items).Id);
        Assert.Equal(plan.Id, Assert.Single((await hub.DoAsync(new GetProduct.Query(plain))).Plans!).Id);
        Assert.Equal("plan.not_found", (await hub.SendAsync(new GetPlan.Query(draft.Id))).Error?.Code);

        hub.User.BeApplication("mail");
        Assert.Empty((await hub.DoAsync(new ListProducts.Query(null, 9, null, null))).Items);
    }

    [Theory]
    [InlineData("disk", "", "text.missing")]
    [InlineData("disk", null, "text.missing")]
    [InlineData("disk", "a\u0000b", "text.bad_character")]
    [InlineData("nope", "Name", "product.unknown_application")]
    [InlineData(null, "Name", "product.unknown_application")]
    public async Task A_bad_product_is_refused(string? application, string? name, string code)
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        await hub.SellDiskAsync();
        Assert.Equal(code, (await hub.SendAsync(new CreateProduct.Command(application, null, new WordsJson(name), null))).Error?.Code);
    }

    [Fact]
    public async Task A_product_of_an_unknown_partner_is_refused()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        await hub.SellDiskAsync();
        var refused = await hub.SendAsync(new CreateProduct.Command("disk", Sdk.PartnerId.New(hub.Clock), Some.Name, null));
        Assert.Equal("product.unknown_partner", refused.Error?.Code);
        Assert.Equal("text.missing", (await hub.SendAsync(new CreateProduct.Command("disk", null, null, null))).Error?.Code);
    }

    [Fact]
    public async Task A_retired_product_takes_no_more_plans()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        var product = await hub.SellDiskAsync();
        var draft = await hub.DraftAsync(product, Some.Plan(Some.Flat()));
        Assert.Equal("retired", (await hub.DoAsync(new RetireProduct.Command(product))).State);
        Assert.Equal("product.retired", (await hub.SendAsync(new RetireProduct.Command(product))).Error?.Code);
        Assert.Equal("product.retired", (await hub.SendAsync(new PublishPlan.Command(draft.Id))).Error?.Code);
        Assert.Equal("product.retired", (await hub.SendAsync(new DraftPlan.Command(product, null, Some.Plan(Some.Flat())))).Error?.Code);
        Assert.Equal("draft", (await hub.DoAsync(new GetPlan.Query(draft.Id))).State);
    }

    [Fact]
    public async Task Names_can_be_corrected()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        var product = await hub.SellDiskAsync();
        await hub.DoAsync(new EditProduct.Command(product, new EditProduct.Body(new WordsJson("Disk Plus", "网盘+"), new WordsJson("More"))));
        var read = await hub.DoAsync(new GetProduct.Query(product));
        Assert.Equal(("Disk Plus", "网盘+", "More"), (read.Name.En, read.Name.Zh, read.Description?.En));
    }
}
