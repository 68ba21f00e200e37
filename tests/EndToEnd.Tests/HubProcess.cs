using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests;

/// <summary>The real host as a process of its own: free port, fresh data folder, Development. Killed by its pid.</summary>
public sealed class HubProcess : IAsyncDisposable
{
    /// <summary>As a setting's value: the address that the host gets.</summary>
    public const string OwnAddress = "{address}";

    private readonly TestDatabase database;
    private readonly StringBuilder output = new();
    private readonly Dictionary<string, string> extra;
    private readonly bool ownsDatabase;
    private Process? process;

    private HubProcess(TestDatabase database, bool ownsDatabase, Dictionary<string, string>? extra)
    {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        this.extra = extra ?? [];
        DataFolder = Directory.CreateTempSubdirectory("hub-e2e-").FullName;
        Address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    public TestDatabase Database => database;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static async Task<HubProcess> StartAsync(Engine engine = Engine.Sqlite, Dictionary<string, string>? settings = null)
    {
        var hub = new HubProcess(await TestDatabase.CreateAsync(engine), ownsDatabase: true, settings);
        await hub.StartAgainAsync();
        return hub;
    }

    /// <summary>A node of an installation, with a data folder of its own on a database that the test shares out. It is not started yet.</summary>
    /// <param name="keyFile">What encrypts the installation's keys: nodes share it.</param>
    public static HubProcess Node(TestDatabase database, string name, string environment, string keyFile) => new(
        database,
        ownsDatabase: false,
        new()
        {
            ["Hub__Node"] = name,
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["Hub__Demo"] = environment == "Development" ? "true" : "false",
            ["Hub__KeyFile"] = keyFile,
        });

    /// <summary>Starts the host on the same data, after a kill or for the first time, and waits until it says it is ready.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await ReadyAsync();
    }

    private void Launch()
    {
        var root = RepositoryRoot();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(root, "host", "BroadbandHub.Host"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(root, "artifacts", "bin", "BroadbandHub.Host", configuration, "BroadbandHub.Host.dll"));
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = start.Environment["Urls"] = Address.ToString();
        start.Environment["Hub__DataFolder"] = DataFolder;
        start.Environment["Hub__Demo"] = "true";
        foreach (var (key, value) in database.Settings())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var (key, value) in extra)
        {
            start.Environment[key] = value == OwnAddress ? Address.ToString() : value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.IsTrueAsync(
            async () =>
            {
                Assert.False(process!.HasExited, "The host ended while starting:\n" + Output);
                try
                {
                    return (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            () => "the host is ready\n" + Output,
            TimeSpan.FromSeconds(120));
    }

    /// <summary>kill -9, at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
        if (ownsDatabase)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(DataFolder, recursive: true);
    }

    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BroadbandHub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
