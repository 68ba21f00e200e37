using System.Text.Json.Nodes;
using BroadbandHub.EndToEnd.Tests;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Benchmarks.Plugins;

/// <summary>What plugins cost: the start of the host with none and with fifty, enabling and disabling one, and one that hangs, for the others.</summary>
internal static class PluginsBenchmark
{
    private const int Fifty = 50;
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-plugins-").FullName;
        try
        {
            Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; the host is a process of its own, SQLite");
            var none = await StartAsync(List(folder, 0), 3);
            var fifty = await StartAsync(List(folder, Fifty), 3);
            Console.WriteLine($"  start until ready, median of 3   {none.TotalSeconds,6:F2} s with no plugin, {fifty.TotalSeconds:F2} s with {Fifty}: {(fifty - none).TotalSeconds:F2} s for them");
            await OperateAsync(List(folder, Fifty), rounds, "");
            await OperateAsync(List(folder, Fifty, hanging: true), rounds, ", beside a plugin whose setup hangs");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> StartAsync(string list, int times)
    {
        await using var hub = await HubProcess.StartAsync(Engine.Sqlite, Settings(list));
        var took = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            await hub.KillAsync();
            var start = Clock.GetTimestamp();
            await hub.StartAgainAsync();
            took.Add(Clock.GetElapsedTime(start));
        }

        return took.Order().ElementAt(times / 2);
    }

    private static async Task OperateAsync(string list, int rounds, string beside)
    {
        await using var hub = await HubProcess.StartAsync(Engine.Sqlite, Settings(list));
        using var api = await HubApi.AsOperatorAsync(hub);
        var (enable, disable, request) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            disable.Add(await TimeAsync(() => api.PostAsync("/system/v1/plugins/bench.7/disable")));
            enable.Add(await TimeAsync(() => api.PostAsync("/system/v1/plugins/bench.7/enable")));
            request.Add(await TimeAsync(() => api.Http.GetStringAsync("/plugins/bench.8/greeting")));
        }

        Console.WriteLine($"  {rounds} rounds over HTTP, each change durable{beside}:");
        Console.WriteLine($"    enable   p50 {Percentile(enable, 50),6:F1} ms   p95 {Percentile(enable, 95),6:F1} ms");
        Console.WriteLine($"    disable  p50 {Percentile(disable, 50),6:F1} ms   p95 {Percentile(disable, 95),6:F1} ms");
        Console.WriteLine($"    another plugin's endpoint  p50 {Percentile(request, 50),6:F1} ms   p95 {Percentile(request, 95),6:F1} ms");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Clock.GetTimestamp();
        await work();
        return Clock.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Percentile(List<double> values, int percent) => values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));

    private static Dictionary<string, string> Settings(string list) => new(StringComparer.Ordinal)
    {
        ["Plugins__ListFile"] = list,
        ["Plugins__SetupLimit"] = "00:10:00",
        ["Plugins__StartLimit"] = "00:00:05",
    };

    /// <summary>A list with copies of a small plugin, and perhaps one whose setup never returns.</summary>
    private static string List(string folder, int count, bool hanging = false)
    {
        var plugins = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            Add(plugins, folder, "test.library-1", $"bench.{i}", _ => { });
        }

        if (hanging)
        {
            Add(plugins, folder, "test.troubled", "bench.hanging", manifest => manifest["settings"]![0]!["default"] = "never-returns");
        }

        var file = Path.Combine(folder, $"plugins-{count}-{hanging}.json");
        File.WriteAllText(file, new JsonObject { ["plugins"] = plugins }.ToJsonString());
        return file;
    }

    private static void Add(JsonArray plugins, string folder, string built, string id, Action<JsonObject> change)
    {
        var (source, target) = (Path.Combine(HubProcess.RepositoryRoot(), "artifacts", "test-plugins", built, "1.0.0"), Path.Combine(folder, id, "1.0.0"));
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "plugin.json")))!.AsObject();
        manifest["id"] = id;
        change(manifest);
        File.WriteAllText(Path.Combine(target, "plugin.json"), manifest.ToJsonString());
        plugins.Add(new JsonObject { ["id"] = id, ["path"] = id, ["enabled"] = true });
    }
}
