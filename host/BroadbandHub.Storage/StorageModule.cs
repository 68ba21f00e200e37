using System.Reflection;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using BroadbandHub.Storage.Files;
using BroadbandHub.Storage.Jobs;
using BroadbandHub.Storage.Outbox;
using BroadbandHub.Storage.Requests;
using BroadbandHub.Storage.UnitOfWork;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.Storage;

/// <summary>Wiring of this module.</summary>
public static class StorageModule
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<DatabaseOptions>(configuration.GetSection("Database"));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new HubNode(configuration["Hub:Node"] ?? $"{Environment.MachineName}-{Environment.ProcessId}"));
        services.AddSingleton<HubDatabase>();
        services.AddSingleton<IHubDatabase>(p => p.GetRequiredService<HubDatabase>());
        services.AddScoped<ScopeConnection>();
        services.AddScoped<PageTurn>();
        services.AddScoped<IUnitOfWork, UnitOfWork.UnitOfWork>();
        services.AddModuleDb<StorageDb, SqliteStorageDb, MySqlStorageDb>(StorageDb.TablePrefix);
        services.AddSingleton<ModuleMigrations>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<IDeliveries>(p => p.GetRequiredService<Deliveries>());
        services.AddScoped<IOutbox, Outbox.Outbox>();
        services.AddScoped<IEventSubscriptions, EventSubscriptions>();
        services.AddSingleton<ILeases, Leases.Leases>();
        services.AddSingleton<IFileStore, FileStore>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IJobs>(p => p.GetRequiredService<JobRunner>());
        services.AddHostedService(p => p.GetRequiredService<JobRunner>());
        services.AddJob<PurgeDeliveries>("storage.purge-deliveries", TimeSpan.FromHours(6));
        services.AddScoped<ServiceFactory>(p => p.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ChangeLogBehavior<,>));
        services.AddScoped<Changes>();
        services.TryAddScoped<IChangeLog, NoChangeLog>();
        return services;
    }

    /// <summary>Registers a module's context: ask for <typeparamref name="TDb"/>; it is the SQLite or the MySQL one and shares the scope's connection.</summary>
    public static IServiceCollection AddModuleDb<TDb, TSqlite, TMySql>(this IServiceCollection services, string prefix)
        where TDb : ModuleDb
        where TSqlite : TDb
        where TMySql : TDb
    {
        var module = new ModuleDbDefinition(typeof(TDb), typeof(TSqlite), typeof(TMySql), prefix);
        services.AddSingleton(module);
        return services.AddScoped(p => (TDb)p.GetRequiredService<ScopeConnection>().CreateContext(module));
    }

    /// <summary>Registers the MediatR handlers and the validators of a host module.</summary>
    public static IServiceCollection AddHandlers(this IServiceCollection services, Assembly assembly) => services.Scan(scan => scan
        .FromAssemblies(assembly)
        .AddClasses(c => c.AssignableToAny(typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>)), publicOnly: false)
        .AsImplementedInterfaces()
        .WithScopedLifetime());

    /// <summary>Registers a job; the name is stable, the time counts from the end of one run to the next.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, string name, TimeSpan every)
        where TJob : class, IJob => services.AddScoped<TJob>().AddSingleton(new JobDefinition(name, typeof(TJob), every));

    /// <summary>Brings the database to this release. Call it before the host starts.</summary>
    public static Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ModuleMigrations>().RunAsync(cancellationToken);
}
