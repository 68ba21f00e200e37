using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Orders.Tests.Seats;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Orders.Tests;

/// <summary>The module on a database of its own, with the modules below it played. It is 22 November 2026, 16:00 in Shanghai.</summary>
internal sealed class OrdersHub : IAsyncDisposable
{
    private readonly TestDatabase database;

    private OrdersHub(TestDatabase database, ServiceProvider services, FakeTimeProvider clock) =>
        (this.database, Services, Clock) = (database, services, clock);

    public ServiceProvider Services { get; }

    public FakeTimeProvider Clock { get; }

    public FakeCatalog Catalog => Services.GetRequiredService<FakeCatalog>();

    public FakePlugins Plugins => Services.GetRequiredService<FakePlugins>();

    public FakeUser User => Services.GetRequiredService<FakeUser>();

    public Heard Heard => Services.GetRequiredService<Heard>();

    public static async Task<OrdersHub> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        var services = await database.CreateServicesAsync(
            (s, configuration) =>
            {
                s.AddOrders(configuration);
                s.AddSingleton<FakeCatalog>().AddSingleton<ICatalog>(p => p.GetRequiredService<FakeCatalog>());
                s.AddSingleton<IApplications>(p => p.GetRequiredService<FakeCatalog>());
                s.AddSingleton<FakePlugins>().AddSingleton<IPluginCalls>(p => p.GetRequiredService<FakePlugins>());
                s.AddSingleton<FakeUser>().AddSingleton<ICurrentUser>(p => p.GetRequiredService<FakeUser>());
                s.AddSingleton<IOrganisations, FakeOrganisations>();
                s.AddSingleton<FakePartners>().AddSingleton<IPartners>(p => p.GetRequiredService<FakePartners>());
                s.AddSingleton<FakeCustomers>().AddSingleton<ICustomers>(p => p.GetRequiredService<FakeCustomers>());
                s.AddSingleton<IEmployees, FakeEmployees>();
                s.AddSingleton<FakeSignOns>().AddSingleton<ISignOns>(p => p.GetRequiredService<FakeSignOns>());
                s.AddSingleton<FakeChangeLog>().AddSingleton<IChangeLog>(p => p.GetRequiredService<FakeChangeLog>());
                s.AddSingleton<Heard>();
                s.AddScoped<INotificationHandler<ServiceStarted>, HearStarted>().AddScoped<INotificationHandler<ServiceEnded>, HearEnded>();
            },
            clock);
        await services.SubscribeAsync("listener", nameof(SubscriptionActivated), nameof(SubscriptionEnded));
        return new OrdersHub(database, services, clock);
    }

    public async Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, TestContext.Current.CancellationToken);
    }

    public async Task<T> DoAsync<T>(IRequest<Outcome<T>> request)
    {
        var outcome = await SendAsync(request);
        Assert.True(outcome.IsOk, outcome.Error?.Message);
        return outcome.Value;
    }

    public async Task<Outcome<SubscriptionJson>> OpenAsync(OpenSubscription.Body body, string? key = null)
    {
        await using var scope = Services.CreateAsyncScope();
        return await OpenSubscription.SendAsync(
            scope.ServiceProvider.GetRequiredService<IMediator>(), new OpenSubscription.Command(body, key), TestContext.Current.CancellationToken);
    }

    public async Task<SubscriptionId> OpenAsync(DateOnly? startsOn = null)
    {
        var opened = await OpenAsync(Some.Order(startsOn));
        Assert.True(opened.IsOk, opened.Error?.Message);
        return opened.Value.Id;
    }

    public Task<SubscriptionJson> GetAsync(SubscriptionId id) => DoAsync(new GetSubscription.Query(id));

    /// <summary>One run of the job, as the runner would do it.</summary>
    public async Task ProvisionAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ProvisioningJob>().RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What plugins hear, in order.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync() =>
        [.. (await Services.GetRequiredService<IDeliveries>().ListAsync("listener", null, null, 100, TestContext.Current.CancellationToken))
            .OrderBy(d => d.Id).Select(d => d.EventName)];

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }
}

internal static class Some
{
    public static readonly EnterpriseId Acme = new(new Guid("01900000-0000-7000-8000-0000000000a1"));
    public static readonly EnterpriseId Other = new(new Guid("01900000-0000-7000-8000-0000000000a2"));
    public static readonly PartnerId Partner = new(new Guid("01900000-0000-7000-8000-0000000000b1"));
    public static readonly ProductId Disk = new(new Guid("01900000-0000-7000-8000-0000000000c1"));
    public static readonly ProductId Draft = new(new Guid("01900000-0000-7000-8000-0000000000c2"));
    public static readonly ProductId Retired = new(new Guid("01900000-0000-7000-8000-0000000000c3"));
    public static readonly PlanVersionId Plan1 = new(new Guid("01900000-0000-7000-8000-0000000000d1"));
    public static readonly PlanVersionId Plan2 = new(new Guid("01900000-0000-7000-8000-0000000000d2"));
    public static readonly PlanVersionId PlanDraft = new(new Guid("01900000-0000-7000-8000-0000000000d3"));

    public static DateOnly Day(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    public static OpenSubscription.Body Order(DateOnly? startsOn = null) => new(Acme, Disk, null, startsOn);
}
