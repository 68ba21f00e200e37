using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Storage.Tests;

public sealed class DeliveriesTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Each_subscribed_plugin_has_a_delivery_of_its_own(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var deliveries = services.GetRequiredService<IDeliveries>();
        await services.SubscribeAsync("a", nameof(EnterpriseCreated));
        await services.SubscribeAsync("b", nameof(EnterpriseCreated));
        await services.SubscribeAsync("c", nameof(BillIssued));

        await StoreAsync(services, "Acme");

        var a = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        var b = Assert.Single(await deliveries.ClaimAsync([new("b", 10, null)], Lease, Cancel));
        Assert.Empty(await deliveries.ClaimAsync([new("c", 10, null)], Lease, Cancel));
        Assert.Equal(a.EventId, b.EventId);
        Assert.Contains("Acme", a.Json, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_event_of_a_transaction_that_rolls_back_is_never_delivered(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var deliveries = services.GetRequiredService<IDeliveries>();
        await services.SubscribeAsync("a", nameof(EnterpriseCreated));

        await StoreAsync(services, "Acme", commit: false);

        Assert.Empty(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
    }

    [Fact]
    public async Task Of_two_writers_the_one_with_the_lower_id_may_commit_last_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        await using var services = await database.CreateServicesAsync();
        var deliveries = services.GetRequiredService<IDeliveries>();
        await services.SubscribeAsync("a", nameof(EnterpriseCreated));

        var lowHasItsId = new TaskCompletionSource();
        var highIsDelivered = new TaskCompletionSource();
        var low = StoreAsync(services, "low", beforeCommit: async db =>
        {
            await db.SaveChangesAsync(Cancel);
            lowHasItsId.SetResult();
            await highIsDelivered.Task;
        });
        await lowHasItsId.Task;
        await StoreAsync(services, "high");
        var first = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        await deliveries.CompleteAsync(first, null, Cancel);
        highIsDelivered.SetResult();
        await low;

        var second = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        Assert.Contains("high", first.Json, StringComparison.Ordinal);
        Assert.Contains("low", second.Json, StringComparison.Ordinal);
        Assert.True(second.Id < first.Id, "the delivery that was committed last has the lower id");
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_parked_event_blocks_only_its_subject_until_it_is_replayed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var deliveries = services.GetRequiredService<IDeliveries>();
        await services.SubscribeAsync("a", nameof(EnterpriseCreated));
        var subject = EnterpriseId.New(TimeProvider.System);
        await StoreAsync(services, "first", subject);
        await StoreAsync(services, "second", subject);
        await StoreAsync(services, "other");

        var claimed = await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel);
        Assert.Equal(2, claimed.Count);
        await deliveries.FailAsync(claimed[0], "broken", null, Cancel);
        await deliveries.CompleteAsync(claimed[1], null, Cancel);
        Assert.Empty(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        var parked = Assert.Single(await deliveries.ListAsync("a", DeliveryState.Parked, null, 10, Cancel));
        Assert.Equal("broken", parked.Reason);

        Assert.Equal(1, await deliveries.ReplayAsync("a", null, Cancel));
        var again = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        Assert.Contains("first", again.Json, StringComparison.Ordinal);
        await deliveries.CompleteAsync(again, null, Cancel);
        Assert.Contains("second", Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel)).Json, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_lease_that_passes_gives_the_delivery_to_another_and_the_first_holder_can_no_longer_change_it(Engine engine)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync(clock: clock);
        var deliveries = services.GetRequiredService<IDeliveries>();
        await services.SubscribeAsync("a", nameof(EnterpriseCreated));
        await StoreAsync(services, "Acme");

        var first = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        Assert.Empty(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = Assert.Single(await deliveries.ClaimAsync([new("a", 10, null)], Lease, Cancel));
        await deliveries.FailAsync(first, "too late", null, Cancel);

        Assert.Equal(2, second.Attempt);
        Assert.Empty(await deliveries.ListAsync("a", DeliveryState.Parked, null, 10, Cancel));
        await deliveries.CompleteAsync(second, null, Cancel);
        Assert.Equal(1, (await deliveries.CountAsync("a", Cancel))[DeliveryState.Done]);
    }

    private static async Task StoreAsync(
        IServiceProvider services, string name, EnterpriseId? subject = null, bool commit = true, Func<Databases.StorageDb, Task>? beforeCommit = null)
    {
        await using var scope = services.CreateAsyncScope();
        var clock = services.GetRequiredService<TimeProvider>();
        var happened = new EnterpriseCreated(subject ?? EnterpriseId.New(clock), name, clock.GetUtcNow());
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IOutbox>().AddAsync(happened, Cancel);
                if (beforeCommit is not null)
                {
                    await beforeCommit(scope.ServiceProvider.GetRequiredService<Databases.StorageDb>());
                }

                return commit;
            },
            ok => ok,
            Cancel);
    }
}
