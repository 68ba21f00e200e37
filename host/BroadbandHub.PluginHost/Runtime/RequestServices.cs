using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// What <c>HttpContext.RequestServices</c> is while a plugin's code handles a request: the plugin's services first, then those of the framework
/// from the host's request. The host's own services are behind it for pages only, because the shell's layout is rendered in the same pass.
/// </summary>
internal sealed class RequestServices(PluginServices plugin, IServiceProvider host, bool isPage)
    : IServiceProvider, IKeyedServiceProvider, IServiceProviderIsKeyedService, IAsyncDisposable
{
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService))
        {
            return this;
        }

        if (serviceType == typeof(IServiceScopeFactory))
        {
            return isPage ? host.GetService(serviceType) : plugin;
        }

        if (plugin.IsService(serviceType))
        {
            return plugin.GetService(serviceType);
        }

        return IsOpen(serviceType) ? host.GetService(serviceType) : null;
    }

    public object? GetKeyedService(Type serviceType, object? serviceKey) => plugin.IsKeyedService(serviceType, serviceKey)
        ? plugin.GetKeyedService(serviceType, serviceKey)
        : IsOpen(serviceType) ? (host as IKeyedServiceProvider)?.GetKeyedService(serviceType, serviceKey) : null;

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? throw new InvalidOperationException($"There is no service {serviceType} with the key {serviceKey}.");

    public bool IsService(Type serviceType) =>
        plugin.IsService(serviceType) || (IsOpen(serviceType) && host.GetService<IServiceProviderIsService>()?.IsService(serviceType) == true);

    public bool IsKeyedService(Type serviceType, object? serviceKey) => plugin.IsKeyedService(serviceType, serviceKey);

    public ValueTask DisposeAsync() => plugin.DisposeAsync();

    private bool IsOpen(Type type) => isPage || IsFrameworks(type);

    /// <summary>Services of the web framework, and the options of them. Not configuration, keys, hosting, or anything of the hub's own.</summary>
    private static bool IsFrameworks(Type type)
    {
        var name = type.Assembly.GetName().Name ?? "";
        var isOpen = name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("BroadbandHub.Sdk", StringComparison.Ordinal)
            || name is "Microsoft.JSInterop" or "Microsoft.Extensions.Localization.Abstractions"
            || (name == "Microsoft.Extensions.Options" && type.IsConstructedGenericType)
            || (name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal));
        return isOpen && (!type.IsConstructedGenericType || type.GenericTypeArguments.All(IsFrameworks));
    }
}
