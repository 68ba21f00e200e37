using BroadbandHub.Identity.Contracts;

namespace BroadbandHub.Host;

/// <summary>What asks for a fresh sign-in outside of Identity's own pages: code that runs in the hub, and money.</summary>
internal static class GuardedDeeds
{
    private static readonly GuardedDeed[] All =
    [
        new("/system/v1/plugins/{id}/enable"),
        new("/system/v1/plugins/{id}/upgrade"),
        new("/system/v1/plugins/{id}/rollback"),
        new("/system/v1/packages"),
        new("/console/plugins/{Id}", "enable"),
        new("/console/plugins/{Id}", "upgrade"),
        new("/console/plugins/{Id}", "roll-back"),
        new("/console/plugins/upload", AskFirst: true),
        new("/billing/v1/runs/{id}/approve"),
        new("/console/runs/{Id}", "approve"),

        // A bill run may be approved from the inbox too, and a partner be admitted.
        new("/tasks/v1/tasks/{id}/decide"),
        new("/console/tasks/{Id}", "decide"),

        // With an application's secret anybody reports usage, and so what is paid.
        new("/catalog/v1/applications/{key}/credentials"), new("/catalog/v1/applications/{key}/credentials/{clientId}/rotate"),
        new("/console/applications/{Key}", "credential"), new("/console/applications/{Key}", "rotate-*"),
        new("/partner/applications/{Key}", "credential"), new("/partner/applications/{Key}", "rotate-*"),
    ];

    public static void Add(IServiceCollection services)
    {
        foreach (var deed in All)
        {
            services.AddSingleton(deed);
        }
    }
}
