using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.SignOn;

/// <summary>The Network Disk application as a process of its own, which signs its users on through a hub. Killed by its pid.</summary>
internal sealed class DiskProcess : IAsyncDisposable
{
    public const string HubKey = "agreed-with-the-hub";
    private readonly string folder = Directory.CreateTempSubdirectory("disk-e2e-").FullName;
    private Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}/");

    public async Task StartAsync(HubProcess hub, string clientId, string clientSecret)
    {
        var root = HubProcess.RepositoryRoot();
        var dll = Path.Combine(root, "artifacts", "bin", "NetworkDisk", new DirectoryInfo(AppContext.BaseDirectory).Name, "NetworkDisk.dll");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.Combine(root, "samples", "NetworkDisk") };
        start.ArgumentList.Add(dll);
        foreach (var (key, value) in new (string, string)[]
        {
            ("urls", Address.ToString()), ("Disk:Folder", folder), ("Disk:HubKey", HubKey), ("Disk:SignOn", "true"), ("Hub:Address", hub.Address.ToString()),
            ("Hub:ClientId", clientId), ("Hub:ClientSecret", clientSecret), ("Logging:LogLevel:Default", "Warning"),
        })
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        process = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.IsTrueAsync(
            async () =>
            {
                Assert.False(process.HasExited, "The application ended while starting.");
                try
                {
                    return (await http.GetAsync("/usage")).StatusCode == HttpStatusCode.OK;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            "the application answers",
            TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
