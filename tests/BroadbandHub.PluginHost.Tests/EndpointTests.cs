using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.PluginHost.Contracts;

namespace BroadbandHub.PluginHost.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task A_listed_plugin_answers_when_the_host_starts_and_is_gone_when_it_is_disabled()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.echo")).Status);
        Assert.Equal("""{"version":"1.0.0","count":1}""", await hub.GetStringAsync("/plugins/test.echo/version"));

        Assert.Equal(PluginStatus.Disabled, (await hub.DisableAsync("test.echo")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/plugins/test.echo/version")).StatusCode);
        Assert.Equal("pong", await hub.GetStringAsync("/host/ping"));

        Assert.Equal(PluginStatus.Running, (await hub.EnableAsync("test.echo")).Status);
        Assert.Equal("""{"version":"1.0.0","count":1}""", await hub.GetStringAsync("/plugins/test.echo/version"));
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task Endpoints_get_bodies_keyed_services_and_scopes_of_their_own_and_no_service_of_the_host()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        var answer = await hub.Http.PostAsJsonAsync("/plugins/test.echo/echo", new { text = "hi", times = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal("""{"text":"hi","times":3}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(hub.Plugins.RecentLog("test.echo"), l => l.Message == "Echoing hi");
        Assert.Equal("LAlala", await hub.GetStringAsync("/plugins/test.echo/choir"));
        Assert.Equal("""{"version":"1.0.0","count":1}""", await hub.GetStringAsync("/plugins/test.echo/version"));
        Assert.Equal("""{"version":"1.0.0","count":1}""", await hub.GetStringAsync("/plugins/test.echo/version"));
        var malformed = await hub.Http.PostAsync("/plugins/test.echo/echo", new StringContent("{oops", null, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_of_who_may_call_is_closed_and_one_that_asks_for_a_permission_gets_it()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        var closed = await hub.GetAsync("/plugins/test.echo/closed");
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        Assert.Contains("plugin.endpoint_closed", await closed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal("members", await hub.GetStringAsync("/plugins/test.echo/members"));
        hub.Http.DefaultRequestHeaders.Remove("X-User");
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync("/plugins/test.echo/members")).StatusCode);
    }

    [Fact]
    public async Task An_exception_becomes_a_problem_with_a_code_and_is_in_the_plugins_log()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo"));
        var answer = await hub.GetAsync("/plugins/test.echo/throws");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("plugin.failed", problem.GetProperty("code").GetString());
        Assert.Contains(hub.Plugins.RecentLog("test.echo"), l => l.Message.Contains("nothing to echo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_plugins_use_two_versions_of_one_library_side_by_side()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.library-1").With("test.library-2"));
        Assert.Equal("library version 1", await hub.GetStringAsync("/plugins/test.library-1/greeting"));
        Assert.Equal("library version 2", await hub.GetStringAsync("/plugins/test.library-2/greeting"));
    }

    [Theory]
    [InlineData("/_plugins/test.notes/css/notes.css", HttpStatusCode.OK)]
    [InlineData("/_plugins/test.notes/../plugin.json", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.notes/css/..%2f..%2fplugin.json", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.notes/%2e%2e/plugin.json", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.notes/..%5cplugin.json", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.notes//etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.notes/css", HttpStatusCode.NotFound)]
    [InlineData("/_plugins/test.nobody/css/notes.css", HttpStatusCode.NotFound)]
    public async Task Static_files_come_from_wwwroot_and_from_nowhere_else(string path, HttpStatusCode status)
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"));
        Assert.Equal(status, await RawStatusAsync(hub, path));
    }

    // HttpClient tidies paths up before it sends them; an attacker does not.
    private static async Task<HttpStatusCode> RawStatusAsync(TestHub hub, string path)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, hub.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return (HttpStatusCode)int.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
