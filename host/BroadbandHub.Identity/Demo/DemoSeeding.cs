using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.Demo;

/// <summary>Runs the demonstration's seeds in order, on one node at a time.</summary>
internal static class DemoSeeding
{
    public static async Task RunAsync(IServiceProvider services, string dataFolder, CancellationToken cancellationToken)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("BroadbandHub.Demo");
        var leases = services.GetRequiredService<ILeases>();
        var clock = services.GetRequiredService<TimeProvider>();
        ILease? lease;
        while ((lease = await leases.TryAcquireAsync("demo-data", TimeSpan.FromMinutes(2), cancellationToken)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellationToken);
        }

        await using (lease)
        {
            await using (var scope = services.CreateAsyncScope())
            {
                var demo = scope.ServiceProvider.GetRequiredService<DemoData>();
                if (!await demo.IsWelcomeAsync(cancellationToken))
                {
                    log.LogWarning("No demonstration here: this database has accounts of its own. Give the demonstration an empty one.");
                    return;
                }

                await demo.SeedAsync(dataFolder, cancellationToken);
            }

            foreach (var seed in await OrderAsync(services))
            {
                await using var scope = services.CreateAsyncScope();
                await scope.ServiceProvider.GetServices<IDemoSeed>().Single(s => s.GetType() == seed).SeedAsync(cancellationToken);
                await lease.RenewAsync(cancellationToken);
            }
        }

        var password = DemoData.Password(services.GetRequiredService<IConfiguration>());
        log.LogInformation(
            "Demo sign-ins, password {Password}: {Accounts}. Client for scripts: {File}",
            password, string.Join(", ", DemoData.Accounts.Select(a => $"{a.Email} ({a.Role})")), Path.Combine(dataFolder, "operator-client.json"));
    }

    private static async Task<List<Type>> OrderAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return [.. scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(s => s.Order).Select(s => s.GetType())];
    }
}
