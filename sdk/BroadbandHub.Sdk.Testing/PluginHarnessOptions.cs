using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Sdk.Testing;

/// <summary>The surroundings of a plugin under test.</summary>
public sealed class PluginHarnessOptions
{
    /// <summary>The plugin's manifest; <c>plugin.json</c> beside the test assembly unless changed.</summary>
    public string ManifestFile { get; set; } = Path.Combine(AppContext.BaseDirectory, "plugin.json");

    /// <summary>Values for settings that the manifest declares, in their text form; the others have their defaults.</summary>
    public IDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The hub's clock; starts at 2026-01-01T00:00Z unless changed.</summary>
    public FakeTimeProvider Clock { get; set; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What answers the plugin's HTTP calls; the network when null. Not disposed.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Adds what else the host would give, such as a context for the plugin's tables; called after the plugin's set-up.</summary>
    public Action<IServiceCollection>? AddServices { get; set; }
}
