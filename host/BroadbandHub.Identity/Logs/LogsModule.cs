using BroadbandHub.Portal.Contracts;
using BroadbandHub.Storage;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Logs;

/// <summary>Wiring of the logs.</summary>
internal static class LogsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LogSeal>().AddSingleton<LogKinds>().AddSingleton<RefusalLog>();
        services.AddScoped<ChangeLog>().AddScoped<IChangeLog>(p => p.GetRequiredService<ChangeLog>());
        services.AddScoped<SignInLog>().AddScoped<LogScope>().AddScoped<LogReader>().AddScoped<LogCheck>().AddScoped<IActivity, Activities>();
        services.AddTransient<IStartupFilter, RefusalFilter>();
        services.AddJob<SealLogs>(SealLogs.Name, SealLogs.Every);
        IdentityChanges.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ListLog.Map(routes);
        VerifyLogs.Map(routes);
        SetLogRetention.Map(routes);
        EraseFromLogs.Map(routes);
        GetLogEntry.Map(routes);
        LogFile.Map(routes);
    }
}
