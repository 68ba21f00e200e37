using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Tests;

public sealed class PageTurnTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Parts_of_a_page_that_take_turns_do_not_get_in_each_others_way(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        for (var page = 0; page < 20; page++)
        {
            await using var scope = services.CreateAsyncScope();
            var turn = scope.ServiceProvider.GetRequiredService<PageTurn>();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                using var mine = await turn.EnterAsync(Cancel);
                var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
                Assert.Equal(0, await db.Events.CountAsync(Cancel));
                Assert.Equal(0, await db.Deliveries.CountAsync(Cancel));
            }));
        }
    }

    [Fact]
    public async Task Who_still_waits_when_the_request_ends_is_told()
    {
        var turn = new PageTurn();
        var mine = await turn.EnterAsync(Cancel);
        var (second, third) = (turn.EnterAsync(Cancel), turn.EnterAsync(Cancel));
        turn.Dispose();
        mine.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => third);
    }
}
