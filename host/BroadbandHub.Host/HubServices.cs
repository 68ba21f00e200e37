using BroadbandHub.Billing;
using BroadbandHub.Catalog;
using BroadbandHub.Identity;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages;
using BroadbandHub.Orders;
using BroadbandHub.PluginHost;
using BroadbandHub.Portal;
using BroadbandHub.Storage;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Tasks;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Scalar.AspNetCore;

namespace BroadbandHub.Host;

/// <summary>What the host is made of, in the order of the house: each module sees only those before it.</summary>
internal static class HubServices
{
    public static void AddHub(this WebApplicationBuilder builder, HubPaths paths)
    {
        var configuration = builder.Configuration;
        configuration["Hub:DataFolder"] = paths.Data;
        configuration["Hub:Root"] = paths.Root;
        var isOwnDatabase = string.IsNullOrEmpty(configuration["Database:ConnectionString"]) && configuration["Database:Provider"] != nameof(DatabaseProvider.MySql);
        configuration[DemoSwitch.Setting] = DemoSwitch.Decide(configuration, builder.Environment.IsDevelopment(), isOwnDatabase).ToString();
        if (isOwnDatabase)
        {
            configuration["Database:ConnectionString"] = $"Data Source={Path.Combine(paths.Data, "hub.db")}";
        }

        // Pages of referenced projects are served from where they were built, in every environment; a published host has them beside itself.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenForCertificates(configuration);
        });
        var services = builder.Services;
        var clock = new HubClock();
        services.AddSingleton(clock).AddSingleton<TimeProvider>(clock).AddSingleton(paths);
        services.ConfigureHttpJsonOptions(json => HubJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", ApiDescription.Configure);
        services.AddHttpClient();
        services.AddHealthChecks();

        services.AddStorage(configuration);
        services.AddPluginHost(configuration);
        services.AddPortal(configuration);
        services.AddIdentity(configuration);
        services.AddScoped<IForgetPeople, ForgetPluginActors>();
        services.AddTasks(configuration);
        services.AddMessages(configuration);
        services.AddCatalog(configuration);
        services.AddOrders(configuration);
        services.AddBilling(configuration);
        GuardedDeeds.Add(services);
    }

    public static void UseHub(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseCertificatePort();
        app.UsePortal();
        app.UseApiProblems(app.Configuration["Hub:PublicUrl"] is { Length: > 0 } url ? new Uri(url) : null);
        app.MapStaticAssets();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseFreshSignIn();
        app.UsePluginPages();

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/docs", docs => docs.WithTitle("BroadbandHub API")).AllowAnonymous();
        if (app.Environment.IsDevelopment())
        {
            app.MapClock();
        }

        var places = app.MapPlaces();
        places.MapIdentity();
        places.MapTasks();
        places.MapMessages();
        places.MapCatalog();
        places.MapOrders();
        places.MapBilling();
        places.MapPortal();
        app.MapPluginHost();
        // Frozen first: whoever asks the sources themselves has every endpoint compiled once more.
        app.FreezeHostEndpoints();
        app.CheckGuardedDeeds();
    }
}
