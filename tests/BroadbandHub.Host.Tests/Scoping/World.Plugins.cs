using System.IO.Compression;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Plugins that somebody uploads: a built one under other names and versions.</summary>
internal sealed partial class World
{
    /// <summary>A package that the hub does not know yet.</summary>
    public HttpContent NewPackage() => Package("test.walk-" + Interlocked.Increment(ref made), "1.0.0");

    private async Task<string> UploadedAsync(params string[] versions)
    {
        var plugin = "test.walk-" + Interlocked.Increment(ref made);
        foreach (var version in versions)
        {
            await UploadAsync(plugin, version);
        }

        return plugin;
    }

    private async Task UploadAsync(string plugin, string version)
    {
        using var content = Package(plugin, version);
        using var answer = await As(Who.Admin).PostAsync("/system/v1/packages", content, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<string> EnabledPluginAsync()
    {
        var plugin = await UploadedAsync("1.0.0");
        await AskAsync(Who.Admin, "POST", $"/system/v1/plugins/{plugin}/enable");
        return plugin;
    }

    private async Task<string> UpgradedPluginAsync()
    {
        var plugin = await EnabledPluginAsync();
        await UploadAsync(plugin, "2.0.0");
        await AskAsync(Who.Admin, "POST", $"/system/v1/plugins/{plugin}/upgrade", """{"version":"2.0.0"}""");
        return plugin;
    }

    private static ByteArrayContent Package(string plugin, string version)
    {
        var built = Directory.GetDirectories(Path.Combine(WholeHub.Root(), "artifacts", "test-plugins", "test.listener")).Single();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
            {
                using var entry = archive.CreateEntry(Path.GetRelativePath(built, file)).Open();
                if (Path.GetFileName(file) == "plugin.json")
                {
                    entry.Write(System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(file).Replace("\"test.listener\"", $"\"{plugin}\"", StringComparison.Ordinal).Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\"", StringComparison.Ordinal)));
                }
                else
                {
                    entry.Write(File.ReadAllBytes(file));
                }
            }
        }

        return new(zip.ToArray()) { Headers = { ContentType = new("application/zip") } };
    }
}
