using Autofac;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Which services a generation has by registration. Autofac also answers for lists, functions and lazies of anything; the framework must not believe that.</summary>
internal sealed class KnownServices : IServiceProviderIsKeyedService
{
    private readonly HashSet<(object? Key, Type Type)> known = [];

    public void Add(ServiceDescriptor service) => known.Add((service.IsKeyedService ? service.ServiceKey : null, service.ServiceType));

    public void Add(Type type) => known.Add((null, type));

    public bool IsService(Type serviceType) => IsKeyedService(serviceType, null);

    public bool IsKeyedService(Type serviceType, object? serviceKey)
    {
        if (known.Contains((serviceKey, serviceType)))
        {
            return true;
        }

        if (!serviceType.IsConstructedGenericType)
        {
            return false;
        }

        var definition = serviceType.GetGenericTypeDefinition();
        return known.Contains((serviceKey, definition))
            || (definition == typeof(IEnumerable<>) && IsKeyedService(serviceType.GenericTypeArguments[0], serviceKey));
    }
}

/// <summary>A scope of a generation, in the form that .NET code expects a service provider.</summary>
internal sealed class PluginServices(ILifetimeScope scope, KnownServices known)
    : IServiceProvider, IKeyedServiceProvider, IServiceProviderIsKeyedService, IServiceScopeFactory, IServiceScope, IAsyncDisposable
{
    public IServiceProvider ServiceProvider => this;

    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceScopeFactory)
            || serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService))
        {
            return this;
        }

        return known.IsService(serviceType) ? scope.Resolve(serviceType) : Nothing(serviceType);
    }

    public object? GetKeyedService(Type serviceType, object? serviceKey) => serviceKey is null
        ? GetService(serviceType)
        : known.IsKeyedService(serviceType, serviceKey) ? scope.ResolveKeyed(serviceKey, serviceType) : Nothing(serviceType);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? throw new InvalidOperationException($"The plugin has no service {serviceType} with the key {serviceKey}.");

    public bool IsService(Type serviceType) => known.IsService(serviceType);

    public bool IsKeyedService(Type serviceType, object? serviceKey) => known.IsKeyedService(serviceType, serviceKey);

    public IServiceScope CreateScope() => BeginScope();

    public PluginServices BeginScope() => new(scope.BeginLifetimeScope(), known);

    public void Dispose() => scope.Dispose();

    public ValueTask DisposeAsync() => scope.DisposeAsync();

    // Microsoft's container answers an empty list where nothing is registered.
    private static Array? Nothing(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? Array.CreateInstance(type.GenericTypeArguments[0], 0) : null;
}
