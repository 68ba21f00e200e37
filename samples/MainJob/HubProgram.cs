namespace MainJob;

/// <summary>The hub, started on a free port with a data folder of its own.</summary>
internal sealed class HubProgram : IAsyncDisposable
{
    private readonly Launched program;

    private HubProgram(Launched program, Uri address, string dataFolder)
    {
        this.program = program;
        Address = address;
        DataFolder = dataFolder;
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    public static async Task<HubProgram> StartAsync(string root, string work, CancellationToken cancellationToken)
    {
        var (address, data) = (Launched.FreeAddress(), Path.Combine(work, "hub"));
        var program = await Launched.StartAsync(
            root, "BroadbandHub.Host", "host/BroadbandHub.Host", address, "health/ready", Path.Combine(work, "hub.log"),
            [("Hub__DataFolder", data), ("Hub__TimeZone", "Asia/Shanghai")], cancellationToken);
        return new HubProgram(program, address, data);
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
