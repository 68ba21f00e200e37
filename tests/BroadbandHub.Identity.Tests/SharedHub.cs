using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests;

/// <summary>One node on SQLite for tests that leave nothing behind which another one minds.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    private TestDatabase? database;

    internal IdentityHub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Engine.Sqlite);
        Hub = await IdentityHub.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await database!.DisposeAsync();
    }
}
