using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Logs;

/// <summary>A hub whose logs are looked at from behind.</summary>
internal sealed class LogWorld(TestDatabase database, IdentityHub hub, ILease job) : IAsyncDisposable
{
    private static int count;

    public IdentityHub Hub => hub;

    public static async Task<LogWorld> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var hub = await IdentityHub.StartAsync(database);

        // The hub's own job keeps off: the test says when something is sealed.
        ILease? job = null;
        await Eventually.IsTrueAsync(
            async () => (job = await hub.Services.GetRequiredService<ILeases>().TryAcquireAsync("job:" + SealLogs.Name, TimeSpan.FromMinutes(30), CancellationToken.None)) is not null, "the lease of the job");
        return new(database, hub, job!);
    }

    /// <summary>So many lines of the business log.</summary>
    public async Task WriteAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            await DoAsync(async s => (await s.GetRequiredService<IMediator>().Send(new CreateEnterprise.Command { Name = $"Enterprise {Interlocked.Increment(ref count)}" })).Value);
        }
    }

    public Task<string?> SealAsync() => DoAsync(s => s.GetRequiredService<SealLogs>().RunAsync(TestContext.Current.CancellationToken));

    /// <summary>A block of three lines.</summary>
    public async Task SealSomeAsync()
    {
        await WriteAsync(3);
        await SealAsync();
    }

    public Task<LogCheck.Result> CheckAsync(ChangeBook book = ChangeBook.Business) => DoAsync(s => s.GetRequiredService<LogCheck>().RunAsync(book, TestContext.Current.CancellationToken));

    public Task<T> ReadAsync<T>(Func<IdentityDb, Task<T>> read) => DoAsync(s => read(s.GetRequiredService<IdentityDb>()));

    /// <summary>What somebody with a connection to the database does.</summary>
    public Task TamperAsync(Func<IdentityDb, Task<int>> change) => DoAsync(s => s.GetRequiredService<IUnitOfWork>().RunAsync(
        () => change(s.GetRequiredService<IdentityDb>()), _ => true, TestContext.Current.CancellationToken));

    public async Task<T> DoAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await job.DisposeAsync();
        await hub.DisposeAsync();
        await database.DisposeAsync();
    }
}
