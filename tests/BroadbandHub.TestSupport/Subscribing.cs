using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.TestSupport;

public static class Subscribing
{
    /// <summary>Has events stored for somebody, as a plugin that starts does.</summary>
    public static async Task SubscribeAsync(this IServiceProvider services, string pluginId, params string[] eventNames)
    {
        await using var scope = services.CreateAsyncScope();
        var subscriptions = scope.ServiceProvider.GetRequiredService<IEventSubscriptions>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await subscriptions.SetAsync(pluginId, eventNames, CancellationToken.None);
                return true;
            },
            _ => true,
            CancellationToken.None);
    }
}
