using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Catalog.Tests.Plans;

public sealed class PlanTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_first_published_plan_puts_the_product_on_sale(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var plan = await hub.DraftAsync(product, Some.Plan(Some.Flat(amount: 0.000000000001m), Some.PerUnit(price: 123456789012.123456789012m, included: 0.5m)));
        Assert.Equal(ProductState.Draft, (await FindAsync(hub, product))!.State);

        await hub.DoAsync(new PublishPlan.Command(plan.Id));

        var sold = (await FindAsync(hub, product))!;
        Assert.Equal((ProductState.Published, plan.Id, "app.disk"), (sold.State, sold.CurrentPlanId, sold.PluginId));
        var version = (await hub.AskAsync<ICatalog, PlanVersion?>(c => c.FindPlanAsync(plan.Id, default)))!;
        Assert.Equal((1, "CNY", MidpointRounding.AwayFromZero, PlanState.Published), (version.Number, version.CurrencyCode, version.Rounding, version.State));
        Assert.Equal(0.000000000001m, ((FlatMonthly)version.Components[0]).Amount);
        Assert.Equal((123456789012.123456789012m, 0.5m), (((PerUnit)version.Components[1]).UnitPrice, ((PerUnit)version.Components[1]).Included));
        Assert.Same(version, await hub.AskAsync<ICatalog, PlanVersion?>(c => c.FindPlanAsync(plan.Id, default)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_draft_can_be_edited_and_a_published_plan_cannot(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var plan = await hub.DraftAsync(product, Some.Plan(Some.Flat()));
        var edited = await hub.DoAsync(new DraftPlan.Command(null, plan.Id, new PlanInput("JPY", "toEven", [Some.Flat(amount: 7m)])));
        Assert.Equal(("JPY", "toEven", 7m), (edited.Currency, edited.Rounding, edited.Components[0].Amount));

        await hub.DoAsync(new PublishPlan.Command(plan.Id));
        Assert.Equal("plan.already_published", (await hub.SendAsync(new DraftPlan.Command(null, plan.Id, Some.Plan(Some.Flat())))).Error?.Code);
        Assert.Equal("plan.already_published", (await hub.SendAsync(new PublishPlan.Command(plan.Id))).Error?.Code);
        Assert.Equal("JPY", (await hub.DoAsync(new GetPlan.Query(plan.Id))).Currency);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Versions_are_numbered_per_product_also_when_drafted_at_once(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var other = (await hub.DoAsync(new CreateProduct.Command("disk", null, Some.Name, null))).Id;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => hub.DraftAsync(product, Some.Plan(Some.Flat()))));

        Assert.Equal(1, (await hub.DraftAsync(other, Some.Plan(Some.Flat()))).Number);
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], (await hub.DoAsync(new GetProduct.Query(product))).Plans!.Select(p => p.Number));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_plan_with_262_components_is_kept_whole(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var plan = await hub.DraftAsync(product, Some.Plan([.. Enumerable.Range(0, 262).Select(i => Some.PerUnit($"meter-{i}", 0.000000000001m * i))]));
        await hub.DoAsync(new PublishPlan.Command(plan.Id));
        var read = await hub.AskAsync<ICatalog, PlanVersion?>(c => c.FindPlanAsync(plan.Id, default));
        Assert.Equal(262, read!.Components.Count);
        Assert.Equal(0.000000000261m, ((PerUnit)read.Components[261]).UnitPrice);
    }

    [Fact]
    public async Task A_newer_published_version_is_the_one_that_is_sold_and_the_older_one_stays_valid()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        var product = await hub.SellDiskAsync();
        var first = await hub.DraftAsync(product, Some.Plan(Some.Flat()));
        var second = await hub.DraftAsync(product, Some.Plan(Some.Flat(amount: 20m)));
        await hub.DoAsync(new PublishPlan.Command(first.Id));
        await hub.DoAsync(new PublishPlan.Command(second.Id));
        Assert.Equal(second.Id, (await FindAsync(hub, product))!.CurrentPlanId);
        Assert.Equal("published", (await hub.DoAsync(new GetPlan.Query(first.Id))).State);
    }

    [Fact]
    public async Task A_refused_plan_leaves_nothing_behind_not_even_a_number()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        var product = await hub.SellDiskAsync();
        Assert.Equal("plan.unknown_meter", (await hub.SendAsync(new DraftPlan.Command(product, null, Some.Plan(Some.PerUnit(meter: "x"))))).Error?.Code);
        Assert.Equal(1, (await hub.DraftAsync(product, Some.Plan(Some.Flat()))).Number);
        Assert.Equal("product.not_found", (await hub.SendAsync(new DraftPlan.Command(ProductId.New(hub.Clock), null, Some.Plan(Some.Flat())))).Error?.Code);
        Assert.Equal("plan.not_found", (await hub.SendAsync(new PublishPlan.Command(PlanVersionId.New(hub.Clock)))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_two_editors_the_second_is_told_and_what_the_first_saved_stays(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var draft = await hub.DraftAsync(product, Some.Plan(Some.Flat()));
        var first = await hub.DoAsync(new DraftPlan.Command(null, draft.Id, Some.Plan(Some.Flat(amount: 20m)), draft.Revision));
        var second = Some.Plan(Some.Flat(amount: 30m));

        Assert.Equal("plan.changed_meanwhile", (await hub.SendAsync(new DraftPlan.Command(null, draft.Id, second, draft.Revision))).Error?.Code);
        var saved = await hub.DoAsync(new GetPlan.Query(draft.Id));
        Assert.Equal((20m, first.Revision), (saved.Components[0].Amount, saved.Revision));
        Assert.Equal(Difference.Changed, Assert.Single(PlanDifferences.Between(saved, second)).Kind);

        // Having seen it, the second decides.
        Assert.Equal(30m, (await hub.DoAsync(new DraftPlan.Command(null, draft.Id, second, saved.Revision))).Components[0].Amount);
        Assert.Empty(PlanDifferences.Between(await hub.DoAsync(new GetPlan.Query(draft.Id)), second));
    }

    private static Task<ProductView?> FindAsync(CatalogHub hub, ProductId id) => hub.AskAsync<ICatalog, ProductView?>(c => c.FindProductAsync(id, default));
}
