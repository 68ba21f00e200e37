using BroadbandHub.Identity.Logs;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// Makes the installation's keys, or reads them, on one node at a time: of two nodes that start on an empty database each would else make keys of its own,
/// and know the other's only a day later.
/// </summary>
internal static class KeysAtStart
{
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var leases = services.GetRequiredService<ILeases>();
        ILease? lease;
        while ((lease = await leases.TryAcquireAsync("identity.keys", TimeSpan.FromMinutes(1), cancellationToken)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }

        await using (lease)
        {
            await KeyProtection.CheckAsync(services, cancellationToken);
            services.GetRequiredService<IDataProtectionProvider>().CreateProtector("BroadbandHub.Identity.KeysAtStart").Protect([]);
            _ = services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
            services.GetRequiredService<LogSeal>().Prepare();
        }
    }
}
