using Autofac;
using Autofac.Builder;
using Autofac.Core;
using Autofac.Core.Activators.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Copies a plugin's service collection into Autofac, keyed services included, with the meaning they have in Microsoft's container.</summary>
internal static class ServiceCopy
{
    public static void CopyTo(this IServiceCollection services, ContainerBuilder builder)
    {
        foreach (var service in services)
        {
            if (service.IsKeyedService && ReferenceEquals(service.ServiceKey, Microsoft.Extensions.DependencyInjection.KeyedService.AnyKey))
            {
                throw new InvalidOperationException($"The service {service.ServiceType.Name} is registered for any key; register it for the keys you use.");
            }

            Copy(service, builder);
        }
    }

    private static void Copy(ServiceDescriptor service, ContainerBuilder builder)
    {
        var (type, instance) = service.IsKeyedService
            ? (service.KeyedImplementationType, service.KeyedImplementationInstance)
            : (service.ImplementationType, service.ImplementationInstance);
        if (type is { IsGenericTypeDefinition: true })
        {
            var generic = builder.RegisterGeneric(type).WithParameter(new KeyParameter(service.ServiceKey));
            Shared(service.IsKeyedService ? generic.Keyed(service.ServiceKey!, service.ServiceType) : generic.As(service.ServiceType), service.Lifetime);
        }
        else if (type is not null)
        {
            var reflected = builder.RegisterType(type).WithParameter(new KeyParameter(service.ServiceKey));
            Shared(service.IsKeyedService ? reflected.Keyed(service.ServiceKey!, service.ServiceType) : reflected.As(service.ServiceType), service.Lifetime);
        }
        else if (instance is not null)
        {
            var given = builder.RegisterInstance(instance).ExternallyOwned();
            _ = service.IsKeyedService ? given.Keyed(service.ServiceKey!, service.ServiceType) : given.As(service.ServiceType);
        }
        else
        {
            var made = RegistrationBuilder.ForDelegate(service.ServiceType, (context, _) =>
            {
                var provider = context.Resolve<IServiceProvider>();
                return service.IsKeyedService ? service.KeyedImplementationFactory!(provider, service.ServiceKey) : service.ImplementationFactory!(provider);
            });
            if (service.IsKeyedService)
            {
                made = made.Keyed(service.ServiceKey!, service.ServiceType);
            }

            builder.RegisterCallback(registry => registry.Register(Shared(made, service.Lifetime).CreateRegistration()));
        }
    }

    private static IRegistrationBuilder<object, TActivator, TStyle> Shared<TActivator, TStyle>(
        IRegistrationBuilder<object, TActivator, TStyle> registration, ServiceLifetime lifetime) => lifetime switch
        {
            ServiceLifetime.Singleton => registration.SingleInstance(),
            ServiceLifetime.Scoped => registration.InstancePerLifetimeScope(),
            _ => registration.InstancePerDependency(),
        };

    /// <summary>Constructor parameters that ask for a keyed service, or for the key itself.</summary>
    private sealed class KeyParameter(object? ownKey) : ResolvedParameter(
        (parameter, context) =>
            parameter.IsDefined(typeof(Microsoft.Extensions.DependencyInjection.ServiceKeyAttribute), false)
            || (parameter.GetCustomAttributes(typeof(FromKeyedServicesAttribute), false) is [FromKeyedServicesAttribute { Key: not null } keyed]
                && (context.IsRegisteredWithKey(keyed.Key, parameter.ParameterType) || !parameter.HasDefaultValue)),
        (parameter, context) =>
            parameter.GetCustomAttributes(typeof(FromKeyedServicesAttribute), false) is [FromKeyedServicesAttribute { Key: not null } keyed]
                ? context.ResolveKeyed(keyed.Key, parameter.ParameterType)
                : ownKey);
}
