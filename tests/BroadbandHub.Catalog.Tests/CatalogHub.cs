using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Catalog.Tests;

/// <summary>The module on a database of its own, with the modules below it played.</summary>
internal sealed class CatalogHub : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private CatalogHub(TestDatabase database, ServiceProvider services, FakePlugins plugins, FakeUser user, FakeTimeProvider clock) =>
        (this.database, this.services, Plugins, User, Clock) = (database, services, plugins, user, clock);

    public FakePlugins Plugins { get; }

    public FakeUser User { get; }

    public FakeSignOns SignOns => services.GetRequiredService<FakeSignOns>();

    public FakeTimeProvider Clock { get; }

    public static async Task<CatalogHub> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var (plugins, user, clock) = (new FakePlugins(), new FakeUser(), new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));
        var services = await database.CreateServicesAsync(
            (s, configuration) =>
            {
                s.AddCatalog(configuration);
                s.AddSingleton<IPluginCalls>(plugins);
                s.AddSingleton<ICurrentUser>(user);
                s.AddSingleton<IOrganisations, FakeOrganisations>();
                s.AddSingleton<IApplicationClients, FakeClients>();
                s.AddSingleton<FakeSignOns>().AddSingleton<ISignOns>(p => p.GetRequiredService<FakeSignOns>());
            },
            clock);
        return new CatalogHub(database, services, plugins, user, clock);
    }

    public async Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, TestContext.Current.CancellationToken);
    }

    public async Task<T> DoAsync<T>(IRequest<Outcome<T>> request)
    {
        var outcome = await SendAsync(request);
        Assert.True(outcome.IsOk, outcome.Error?.Message);
        return outcome.Value;
    }

    public async Task<T> AskAsync<TService, T>(Func<TService, Task<T>> ask)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task StartPluginAsync(string pluginId)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var observer in scope.ServiceProvider.GetServices<IPluginObserver>())
        {
            await observer.OnRunningAsync(pluginId, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The network disk is known, with three meters, and has a product.</summary>
    public async Task<ProductId> SellDiskAsync()
    {
        Plugins.Describe("app.disk", Some.Disk());
        await StartPluginAsync("app.disk");
        return (await DoAsync(new CreateProduct.Command("disk", null, new WordsJson("Network Disk", "网盘"), null))).Id;
    }

    public Task<PlanJson> DraftAsync(ProductId product, PlanInput input) => DoAsync(new DraftPlan.Command(product, null, input));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>Values that do not matter to a test.</summary>
internal static class Some
{
    public static WordsJson Name => new("Storage", "存储");

    public static ApplicationDescriptor Disk(params MeterDescriptor[] more) => new(
        "disk", new LocalText("Disk", "网盘"), new LocalText("Files for a firm"), new Uri("https://disk.example/open"),
        [
            new("storage.gb-hours", "GB·h", 6, new LocalText("Storage", "存储")),
            new("traffic.gb", "GB", 9, new LocalText("Traffic", "流量")),
            new("requests", "1", 0, new LocalText("Requests", "请求")),
            .. more,
        ]);

    public static ComponentJson Flat(string key = "base", decimal? amount = 10m) => new(ComponentJson.FlatMonthly, key, Name, "standard", Amount: amount);

    public static ComponentJson PerUnit(string key = "requests", decimal? price = 0.0001m, string? meter = "requests", decimal? included = null) =>
        new(ComponentJson.PerUnit, key, Name, "standard", Meter: meter, UnitPrice: price, Included: included);

    public static ComponentJson Tiers(params TierJson?[] tiers) =>
        new(ComponentJson.Graduated, "storage", Name, "standard", Meter: "storage.gb-hours", Tiers: tiers);

    public static PlanInput Plan(params ComponentJson?[] components) => new("CNY", null, components);
}
