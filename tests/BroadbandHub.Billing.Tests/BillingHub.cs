using System.Text;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Billing.Tests;

/// <summary>The billing module on a database of its own, without web: an application "disk" with one product, plan and subscription.</summary>
internal sealed class BillingHub : IAsyncDisposable
{
    public const string Application = "disk";
    private readonly TestDatabase database;

    private BillingHub(TestDatabase database, ServiceProvider services, FakeCatalog catalog, FakeTimeProvider clock)
    {
        this.database = database;
        Services = services;
        Catalog = catalog;
        Clock = clock;
    }

    public ServiceProvider Services { get; }

    public FakeCatalog Catalog { get; }

    public FakeTimeProvider Clock { get; }

    public ProductId Product { get; private set; }

    public SubscriptionId Subscription { get; private set; }

    public EnterpriseId Enterprise { get; private set; }

    public IUsageWriter Writer => Services.GetRequiredService<IUsageWriter>();

    public static async Task<BillingHub> CreateAsync(Engine engine, params PriceComponent[] components)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 10, 20, 4, 0, 0, TimeSpan.Zero));
        var catalog = new FakeCatalog();
        var services = await database.CreateServicesAsync(
            (s, c) =>
            {
                s.AddBilling(c);
                s.AddSingleton<ICatalog>(catalog);
            },
            clock);
        var hub = new BillingHub(database, services, catalog, clock) { Enterprise = EnterpriseId.New(clock), Product = ProductId.New(clock) };
        catalog.Meters[Application] = new(StringComparer.Ordinal)
        {
            ["gb"] = new(Application, "gb", "GB", 12, new("GB", "GB")),
            ["calls"] = new(Application, "calls", "call", 0, new("Calls", "调用")),
            ["free"] = new(Application, "free", "item", 2, new("Free", "免费")),
        };
        catalog.Products[hub.Product] = new(hub.Product, Application, null, new("Disk", "网盘"), null, null);
        hub.Subscription = await hub.SubscribeAsync(Plan(hub, components.Length > 0 ? components : [PerGb(0.10m)]), At("2026-10-01T00:00:00+08:00"));
        return hub;
    }

    public static PerUnit PerGb(decimal price, decimal included = 0) => new("gb", new("Storage", "存储"), "standard", "gb", price, included);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static PlanVersionId Plan(BillingHub hub, params PriceComponent[] components)
    {
        var id = PlanVersionId.New(hub.Clock);
        hub.Catalog.Plans[id] = new(id, hub.Product, 1, "CNY", MidpointRounding.AwayFromZero, components, PlanState.Published);
        return id;
    }

    public async Task<SubscriptionId> SubscribeAsync(PlanVersionId plan, DateTimeOffset startsAt, string application = Application)
    {
        var subscription = SubscriptionId.New(Clock);
        await PublishAsync(new ServiceStarted(subscription, Enterprise, Product, plan, application, startsAt));
        return subscription;
    }

    public async Task PublishAsync(INotification notification)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(notification);
                return true;
            },
            _ => true,
            CancellationToken.None);
    }

    public string Event(string id, string quantity, string time = "2026-10-10T12:00:00Z", string meter = "gb", SubscriptionId? subscription = null) =>
        $$"""{"id":"{{id}}","subscription":"{{subscription ?? Subscription}}","meter":"{{meter}}","quantity":{{quantity}},"time":"{{time}}"}""";

    public static UsageBatch Batch(IEnumerable<string> events, string application = Application)
    {
        var body = Encoding.UTF8.GetBytes("{\"events\":[" + string.Join(',', events) + "]}");
        var read = UsageJson.ReadBatch(body, application);
        return new(application, read.Value);
    }

    /// <summary>Writes one batch and answers the statuses or codes.</summary>
    public async Task<string[]> ReportAsync(params string[] events)
    {
        var verdicts = await Writer.WriteAsync([Batch(events)], CancellationToken.None);
        return [.. verdicts[0].Select(v => v.Code ?? v.Status.ToString())];
    }

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public Task<T> ReadAsync<T>(Func<BillingDb, Task<T>> query) => InScopeAsync(s => query(s.GetRequiredService<BillingDb>()));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }
}
