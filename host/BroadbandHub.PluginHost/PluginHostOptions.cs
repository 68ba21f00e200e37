namespace BroadbandHub.PluginHost;

/// <summary>Section <c>Plugins</c> of the configuration.</summary>
internal sealed class PluginHostOptions
{
    /// <summary>Where plugins.json is; found upwards from the content root when not set.</summary>
    public string? ListFile { get; set; }

    /// <summary>Where packages are unpacked; below the data folder when not set.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary>How long the host waits for its plugins before it serves; those that need longer come later.</summary>
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan SetupLimit { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan CallLimit { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a retired generation may take to leave memory before the console asks for a restart.</summary>
    public TimeSpan UnloadLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before an event is tried again; doubles each time.</summary>
    public TimeSpan EventRetryBase { get; set; } = TimeSpan.FromSeconds(1);
}
