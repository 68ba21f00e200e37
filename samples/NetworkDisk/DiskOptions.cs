namespace NetworkDisk;

/// <summary>The application's settings: where files lie, the key that the hub shows, and how the hub is reached for reporting usage.</summary>
internal sealed record DiskOptions(string Folder, string HubKey, Uri? Hub, string ClientId, string ClientSecret, TimeSpan ReportEvery, bool SignOn = false)
{
    public static DiskOptions Read(IConfiguration configuration)
    {
        var key = configuration["Disk:HubKey"];
        if (string.IsNullOrEmpty(key))
        {
            throw new InvalidOperationException("Set Disk:HubKey to the key that the hub sends with its orders (the plugin's setting 'apiKey').");
        }

        var hub = configuration["Hub:Address"];
        return new DiskOptions(
            Path.GetFullPath(configuration["Disk:Folder"]!),
            key,
            string.IsNullOrEmpty(hub) ? null : new Uri(hub.TrimEnd('/') + "/"),
            configuration["Hub:ClientId"] ?? "",
            configuration["Hub:ClientSecret"] ?? "",
            TimeSpan.FromMinutes(configuration.GetValue("Disk:ReportEveryMinutes", 60.0)),
            configuration.GetValue("Disk:SignOn", false));
    }

    // A record prints its members; keys must not end up in a log that way.
    public override string ToString() => $"files in {Folder}, hub at {Hub?.ToString() ?? "(none)"}";
}
