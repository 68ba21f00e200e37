using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Storage.Tests;

public sealed class LeasesAndFilesTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_many_that_ask_at_once_one_gets_the_lease(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var leases = services.GetRequiredService<ILeases>();
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => leases.TryAcquireAsync("x", TimeSpan.FromMinutes(1), Cancel))));
        Assert.Single(asked, l => l is not null);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_lease_can_be_renewed_given_back_and_lost(Engine engine)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync(clock: clock);
        var leases = services.GetRequiredService<ILeases>();
        var minute = TimeSpan.FromMinutes(1);

        var first = await leases.TryAcquireAsync("x", minute, Cancel);
        clock.Advance(minute / 2);
        Assert.True(await first!.RenewAsync(Cancel));
        clock.Advance(minute * 0.75);
        Assert.Null(await leases.TryAcquireAsync("x", minute, Cancel));
        await first.DisposeAsync();
        var second = await leases.TryAcquireAsync("x", minute, Cancel);
        Assert.NotNull(second);
        clock.Advance(minute * 2);
        var third = await leases.TryAcquireAsync("x", minute, Cancel);
        Assert.NotNull(third);
        Assert.False(await second.RenewAsync(Cancel));
        await second.DisposeAsync();
        Assert.True(await third.RenewAsync(Cancel));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_file_comes_back_as_it_was_stored_and_can_be_replaced_listed_and_removed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var files = services.GetRequiredService<IFileStore>();
        byte[] content = [0, 1, 2, 255];
        await files.WriteAsync("packages/a.zip", content, Cancel);
        await files.WriteAsync("packages/a.zip", content.AsMemory(1), Cancel);
        await files.WriteAsync("logos/a.png", content, Cancel);

        Assert.Equal(content[1..], await files.ReadAsync("packages/a.zip", Cancel));
        var listed = Assert.Single(await files.ListAsync("packages/", Cancel));
        Assert.Equal(3, listed.Bytes);
        await files.DeleteAsync("packages/a.zip", Cancel);
        Assert.Null(await files.ReadAsync("packages/a.zip", Cancel));
    }
}
