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

    /// <summary>How many calls of one plugin may be under way at once on this node; more are refused at once.</summary>
    public int MostCalls { get; set; } = 64;

    /// <summary>How long what a version answers may go on after it was replaced or stopped. Longer than <see cref="CallLimit"/>, or an upgrade would cut calls that are within their time.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>How long the background services of a version that ends may take to stop, before those of the next begin; and how long a node that stops waits for its plugins.</summary>
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a retired generation may take to leave memory before the console asks for a restart.</summary>
    public TimeSpan UnloadLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before an event is tried again; doubles each time.</summary>
    public TimeSpan EventRetryBase { get; set; } = TimeSpan.FromSeconds(1);
}
