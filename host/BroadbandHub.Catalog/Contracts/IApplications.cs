using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Contracts;

/// <summary>An application that a plugin has described. <paramref name="HasProvisioner"/> says whether its plugin makes subscriptions ready itself.</summary>
public sealed record ApplicationView(
    string Key, string PluginId, LocalText Name, LocalText Description, Uri? LaunchUrl, bool HasProvisioner)
{
    /// <summary>What people can be in it; empty when it knows no roles.</summary>
    public IReadOnlyList<ApplicationRole> Roles { get; init; } = [];
}

/// <summary>Applications for other modules. Scoped; not limited to the current user.</summary>
public interface IApplications
{
    Task<ApplicationView?> FindAsync(string applicationKey, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<string, ApplicationView>> FindAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken);
}
