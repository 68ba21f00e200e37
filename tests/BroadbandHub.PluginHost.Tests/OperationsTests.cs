using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.State;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Tests;

public sealed class OperationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_API_lists_enables_upgrades_and_rolls_back_and_remembers_who_did_it()
    {
        var folders = new TestPluginFolders().With("test.echo", enabled: false);
        await using var hub = await TestHub.StartAsync(folders);
        Assert.Equal("disabled", (await JsonAsync(await hub.GetAsync("/system/v1/plugins"))).GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal("running", (await JsonAsync(await PostAsync(hub, "enable"))).GetProperty("status").GetString());
        folders.Copy("test.echo", asVersion: "1.1.0");
        Assert.Equal("1.1.0", (await JsonAsync(await PostAsync(hub, "upgrade", new { version = "1.1.0" }))).GetProperty("version").GetString());
        Assert.Contains("1.1.0", await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        Assert.Equal("1.0.0", (await JsonAsync(await PostAsync(hub, "rollback"))).GetProperty("version").GetString());
        var detail = await JsonAsync(await hub.GetAsync("/system/v1/plugins/test.echo"));
        Assert.Equal(["roll back", "upgrade", "enable"], detail.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("action").GetString()!));
        Assert.All(detail.GetProperty("changes").EnumerateArray(), c => Assert.Equal("olga", c.GetProperty("by").GetString()));
        Assert.Equal(1, (await JsonAsync(await hub.GetAsync("/system/v1/nodes"))).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("upgrade", """{"version":"9.9.9"}""", 404, "plugin.version_not_found")]
    [InlineData("upgrade", """{"version":null}""", 400, "plugin.bad_version")]
    [InlineData("upgrade", "{", 400, "request.malformed")]
    [InlineData("upgrade", """{"version":"\ud800"}""", 400, "request.malformed")]
    [InlineData("events/replay", """{"id":"\udc00"}""", 400, "request.malformed")]
    [InlineData("upgrade", "", 409, "plugin.same_version")]
    [InlineData("rollback", "", 409, "plugin.no_previous_version")]
    [InlineData("events/replay", """{"id":"x"}""", 400, "plugin.bad_event_id")]
    public async Task Bad_input_is_a_problem_with_a_code(string action, string body, int status, string code)
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        var answer = await hub.Http.PostAsync($"/system/v1/plugins/test.echo/{action}", new StringContent(body, null, "application/json"), Token);
        Assert.Equal((status, code), ((int)answer.StatusCode, (await JsonAsync(answer)).GetProperty("code").GetString()!));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.PostAsync("/system/v1/plugins/nobody/enable", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.GetAsync("/system/v1/plugins/test.echo/events?state=odd")).StatusCode);
        hub.Http.DefaultRequestHeaders.Remove("X-User");
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync("/system/v1/plugins")).StatusCode);
    }

    [Fact]
    public async Task Settings_are_checked_a_change_makes_a_new_generation_and_a_secret_is_stored_encrypted_and_never_shown()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.troubled"));
        Assert.Equal("none", await hub.GetStringAsync("/plugins/test.troubled/secret"));
        var bad = await hub.Http.PutAsJsonAsync("/system/v1/plugins/test.troubled/settings", new { limit = 12 }, Token);
        Assert.Equal((HttpStatusCode.BadRequest, "limit"), (bad.StatusCode, (await JsonAsync(bad)).GetProperty("field").GetString()!));
        foreach (var half in new[] { """{"apiKey":"\ud800"}""", """{"\ud800":"x"}""" })
        {
            var malformed = await hub.Http.PutAsync("/system/v1/plugins/test.troubled/settings", new StringContent(half, null, "application/json"), Token);
            Assert.Equal((HttpStatusCode.BadRequest, "request.malformed"), (malformed.StatusCode, (await JsonAsync(malformed)).GetProperty("code").GetString()!));
        }

        var unknown = await hub.Http.PutAsJsonAsync("/system/v1/plugins/test.troubled/settings", new { colour = "red" }, Token);
        Assert.Equal("plugin.setting_unknown", (await JsonAsync(unknown)).GetProperty("code").GetString());

        (await hub.Http.PutAsJsonAsync("/system/v1/plugins/test.troubled/settings", new { apiKey = "open sesame", limit = 3 }, Token)).EnsureSuccessStatusCode();
        Assert.Equal("open sesame", await hub.GetStringAsync("/plugins/test.troubled/secret"));
        (await hub.Http.PutAsJsonAsync("/system/v1/plugins/test.troubled/settings", new { limit = 4 }, Token)).EnsureSuccessStatusCode();
        Assert.Equal("open sesame", await hub.GetStringAsync("/plugins/test.troubled/secret"));

        var stored = (await hub.Get<PluginStore>().ReadAsync(db => db.Desired.AsNoTracking().SingleAsync(Token))).SettingsJson;
        Assert.DoesNotContain("sesame", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", await hub.GetStringAsync("/system/v1/plugins/test.troubled"), StringComparison.Ordinal);
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task A_package_is_uploaded_admitted_enabled_and_a_version_never_changes()
    {
        var folders = new TestPluginFolders();
        var source = folders.Copy("test.echo");
        await using var hub = await TestHub.StartAsync(folders);
        var zip = Zip(source);
        var created = await UploadAsync(hub, zip);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(PluginStatus.Running, (await hub.EnableAsync("test.echo")).Status);
        Assert.Contains("1.0.0", await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(hub, zip)).StatusCode);

        File.WriteAllText(Path.Combine(source, "readme.txt"), "changed");
        Assert.Equal("package.version_exists", (await JsonAsync(await UploadAsync(hub, Zip(source)))).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("../../evil.dll")]
    [InlineData("/etc/evil")]
    [InlineData("sub/../../evil.dll")]
    [InlineData("sub\\..\\..\\evil.dll")]
    [InlineData("C:/evil.dll")]
    public async Task A_package_with_a_path_out_of_its_folder_is_refused_and_nothing_is_written(string entry)
    {
        var folders = new TestPluginFolders().With("test.library-1");
        await using var hub = await TestHub.StartAsync(folders);
        var answer = await UploadAsync(hub, Zip(folders.Copy("test.echo"), entry));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("leads out of its folder", (await JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folders.Root, "evil*", SearchOption.AllDirectories));
        Assert.Equal("library version 1", await hub.GetStringAsync("/plugins/test.library-1/greeting"));
    }

    [Fact]
    public async Task What_is_no_package_is_refused()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders());
        Assert.Contains("no zip file", (await JsonAsync(await UploadAsync(hub, "hello"u8.ToArray()))).GetProperty("detail").GetString(), StringComparison.Ordinal);
        var form = await hub.Http.PostAsync("/system/v1/packages", new StringContent("x", null, "text/plain"), Token);
        Assert.Equal("package.bad_type", (await JsonAsync(form)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_package_with_a_damaged_directory_is_refused()
    {
        var folders = new TestPluginFolders();
        await using var hub = await TestHub.StartAsync(folders);
        var zip = Zip(folders.Copy("test.echo"));
        zip[zip.AsSpan().LastIndexOf("PK\x01\x02"u8)] = 0;
        var answer = await UploadAsync(hub, zip);
        Assert.Equal((HttpStatusCode.BadRequest, "package.rejected"), (answer.StatusCode, (await JsonAsync(answer)).GetProperty("code").GetString()!));
    }

    [Fact]
    public async Task A_plugin_that_another_one_needs_cannot_be_disabled()
    {
        var folders = new TestPluginFolders().With("test.echo");
        folders.Copy("test.library-1", manifest: m => m["requires"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = "test.echo", ["version"] = "<2.0.0" }));
        folders.Copy("test.echo", asVersion: "2.0.0");
        await using var hub = await TestHub.StartAsync(folders.List("test.library-1"));
        Assert.Equal("1.0.0", (await hub.Plugins.UpgradeAsync("test.echo", "1.0.0", "olga", Token)).Value.Version);
        Assert.Equal("plugin.needed", (await hub.Plugins.DisableAsync("test.echo", "olga", Token)).Error!.Code);
        Assert.Equal("plugin.needed", (await hub.Plugins.UpgradeAsync("test.echo", "2.0.0", "olga", Token)).Error!.Code);
        await hub.DisableAsync("test.library-1");
        Assert.Equal(PluginStatus.Disabled, (await hub.DisableAsync("test.echo")).Status);
    }

    [Fact]
    public async Task A_plugins_messages_reach_those_that_consume_them_and_its_background_work_stops_with_it()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        (await hub.Http.PostAsync("/plugins/test.echo/publish", null, Token)).EnsureSuccessStatusCode();
        await Eventually.IsTrueAsync(async () => await hub.GetStringAsync("/plugins/test.echo/heard") == """test.echo/echoed@1{"text":"hello"}""", "the message");
        await Eventually.IsTrueAsync(async () => await hub.GetStringAsync("/plugins/test.echo/ticks") != "0", "work in the background");
        await hub.DisableAsync("test.echo");
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task An_upgrade_that_fails_leaves_the_running_version_alone_and_says_so()
    {
        var folders = new TestPluginFolders().WithTrouble("none", "bad.upgrade");
        folders.Copy("test.troubled", asId: "bad.upgrade", asVersion: "1.1.0", manifest: m => m["settings"]![0]!["default"] = "throws");
        folders.Copy("test.echo", asId: "bad.upgrade", asVersion: "1.2.0", manifest: m => m["sdk"] = "0.9");
        await using var hub = await TestHub.StartAsync(folders, settings: ("Plugins:PollEvery", "00:00:01"));
        await hub.Plugins.UpgradeAsync("bad.upgrade", "1.0.0", "olga", Token);
        var faulted = (await hub.Plugins.UpgradeAsync("bad.upgrade", "1.1.0", "olga", Token)).Value;
        Assert.Equal((PluginStatus.Running, "Version 1.1.0 could not start, 1.0.0 goes on: It failed at start with TroubledException: the frobnicator is not configured"), (faulted.Status, faulted.Reason!));
        var rejected = (await hub.Plugins.UpgradeAsync("bad.upgrade", "1.2.0", "olga", Token)).Value;
        Assert.StartsWith("Version 1.2.0 was rejected, 1.0.0 goes on: The plugin is built for SDK 0.9", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal("none", await hub.GetStringAsync("/plugins/bad.upgrade/secret"));
    }

    private static Task<HttpResponseMessage> PostAsync(TestHub hub, string action, object? body = null) =>
        body is null ? hub.Http.PostAsync($"/system/v1/plugins/test.echo/{action}", null, Token) : hub.Http.PostAsJsonAsync($"/system/v1/plugins/test.echo/{action}", body, Token);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;

    private static Task<HttpResponseMessage> UploadAsync(TestHub hub, byte[] zip)
    {
        var content = new ByteArrayContent(zip);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return hub.Http.PostAsync("/system/v1/packages", content, Token);
    }

    private static byte[] Zip(string folder, string? extra = null)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, file));
                entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
                using var target = entry.Open();
                target.Write(File.ReadAllBytes(file));
            }

            if (extra is not null)
            {
                using var target = zip.CreateEntry(extra).Open();
                target.Write("evil"u8);
            }
        }

        return content.ToArray();
    }
}
