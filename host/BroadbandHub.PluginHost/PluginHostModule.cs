using BroadbandHub.PluginHost.Background;
using BroadbandHub.PluginHost.Calls;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Events;
using BroadbandHub.PluginHost.Http;
using BroadbandHub.PluginHost.Operations;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost;

/// <summary>Wiring of this module.</summary>
public static class PluginHostModule
{
    public static IServiceCollection AddPluginHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<PluginHostOptions>(configuration.GetSection("Plugins"));
        services.AddSingleton<IPostConfigureOptions<PluginHostOptions>, Places>();
        services.AddOptions<PluginHostOptions>()
            .Validate(o => o.DrainLimit > o.CallLimit, "Plugins:DrainLimit must be longer than Plugins:CallLimit; an upgrade would cut calls that are within their time.")
            .Validate(o => o.MostCalls is >= 8 and <= 10_000, "Plugins:MostCalls must be 8 to 10000.")
            .ValidateOnStart();
        PluginChangeKinds.Add(services);
        services.AddHttpClient();
        services.AddMetrics();
        services.AddModuleDb<PluginsDb, SqlitePluginsDb, MySqlPluginsDb>(PluginsDb.TablePrefix);
        services.AddScoped<IPluginActors, PluginActors>();
        services.TryAddSingleton<ISecretProtector, NoSecretProtector>();

        services.AddSingleton<RecentLogs>().AddSingleton<PluginLogScope>().AddSingleton<PluginMetrics>().AddSingleton<Generations>().AddSingleton<GenerationFactory>();
        services.AddSingleton<Retirement>().AddSingleton<ThreadReserve>().AddSingleton<PluginRuntime>().AddSingleton<Observers>().AddSingleton<BackgroundServices>();
        services.AddSingleton<PluginTablesSetup>().AddSingleton<TablePrefixes>();

        services.AddSingleton<PluginEndpointCall>().AddSingleton<PluginEndpointSource>();
        services.AddSingleton<PluginContributions>().AddSingleton<IPluginContributions>(p => p.GetRequiredService<PluginContributions>());
        services.AddSingleton<IPluginPages, PluginPages>();
        services.AddSingleton<IPluginCalls, PluginCalls>();

        services.AddSingleton<PluginStore>().AddSingleton<SettingsStore>().AddSingleton<NodeReports>().AddSingleton<PackageStore>().AddSingleton<VersionFolders>();
        services.AddSingleton<PluginViews>().AddSingleton<PluginChanges>().AddSingleton<PluginRemoval>().AddSingleton<IPlugins, Plugins>();
        services.AddSingleton<Seeding>().AddSingleton<Convergence>().AddHostedService(p => p.GetRequiredService<Convergence>());
        services.AddSingleton<EventDispatcher>().AddHostedService(p => p.GetRequiredService<EventDispatcher>());
        services.AddHealthChecks().AddCheck<PluginHostHealth>("plugins", tags: ["ready"]);
        return services;
    }

    /// <summary>The plugins' endpoints and static files, and the API that manages them. Call it after all other Map… calls but before <see cref="FreezeHostEndpoints"/>.</summary>
    public static IEndpointRouteBuilder MapPluginHost(this IEndpointRouteBuilder routes)
    {
        PluginApi.Map(routes);
        PluginStaticFiles.Map(routes);
        routes.DataSources.Add(routes.ServiceProvider.GetRequiredService<PluginEndpointSource>());
        return routes;
    }

    /// <summary>Gives pages below <c>/s/</c> their plugin's services. After UseRouting, UseAuthentication and UseAuthorization, before the endpoints run.</summary>
    public static IApplicationBuilder UsePluginPages(this IApplicationBuilder app) => app.UseMiddleware<PluginPagesMiddleware>();

    /// <summary>
    /// Builds the host's own endpoints once and for all, so that a plugin that comes or goes does not have them compiled again. The last call before Run: what is
    /// mapped later is not seen.
    /// </summary>
    public static void FreezeHostEndpoints(this IEndpointRouteBuilder routes) => FrozenEndpoints.Freeze(routes);

    /// <summary>Completes the places that the configuration leaves open.</summary>
    private sealed class Places(IConfiguration configuration, IHostEnvironment environment) : IPostConfigureOptions<PluginHostOptions>
    {
        private const string FileName = "plugins.json";

        public void PostConfigure(string? name, PluginHostOptions options)
        {
            options.ListFile ??= FindUpwards(environment.ContentRootPath);
            if (options.CacheFolder.Length == 0)
            {
                options.CacheFolder = Path.Combine(configuration["Hub:DataFolder"] ?? Path.Combine(environment.ContentRootPath, ".data"), "plugin-cache");
            }

            options.CacheFolder = Path.GetFullPath(options.CacheFolder);
        }

        private static string? FindUpwards(string from)
        {
            for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            {
                var file = Path.Combine(folder.FullName, FileName);
                if (File.Exists(file))
                {
                    return file;
                }
            }

            return null;
        }
    }
}
