using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Tax;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Catalog.Tests.Tax;

public sealed class TaxRatesTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_rate_is_the_one_valid_on_the_day(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        await hub.AskAsync<CatalogDb, int>(async db =>
        {
            db.TaxRates.Add(new TaxRate { Category = "standard", ValidFrom = new DateOnly(2027, 1, 1), Rate = 0.075m, NameEn = "Standard rate, 7.5 %" });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(0.06m, await FindAsync(hub, "standard", new DateOnly(2026, 12, 31)));
        Assert.Equal(0.075m, await FindAsync(hub, "standard", new DateOnly(2027, 1, 1)));
        Assert.Equal(0m, await FindAsync(hub, "zero", new DateOnly(2026, 12, 31)));
        Assert.Null(await FindAsync(hub, "standard", new DateOnly(2016, 4, 30)));
        Assert.Null(await FindAsync(hub, "luxury", new DateOnly(2026, 12, 31)));
    }

    private static Task<decimal?> FindAsync(CatalogHub hub, string category, DateOnly on) =>
        hub.AskAsync<ITaxRates, decimal?>(t => t.FindAsync(category, on, TestContext.Current.CancellationToken));
}
