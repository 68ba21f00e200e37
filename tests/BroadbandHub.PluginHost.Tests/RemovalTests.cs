using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;

namespace BroadbandHub.PluginHost.Tests;

public sealed class RemovalTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_uploaded_plugin_can_be_deleted_when_it_is_disabled_and_comes_again_as_something_new_with_its_old_tables(Engine engine)
    {
        using var packages = new TestPluginFolders();
        await using var hub = await TestHub.StartAsync(new TestPluginFolders(), engine);
        await UploadAsync(hub, packages.Copy("test.notes"));
        await hub.EnableAsync("test.notes");
        await PageTests.PostFormAsync(hub, "kept", "Calm");

        Assert.Equal("plugin.running", (await hub.Plugins.DeleteAsync("test.notes", "olga", Cancel)).Error!.Code);
        await hub.DisableAsync("test.notes");
        await hub.App.Services.SubscribeAsync("test.notes", nameof(EnterpriseCreated));
        await hub.RaiseAsync(new EnterpriseCreated(EnterpriseId.New(TimeProvider.System), "Acme", TimeProvider.System.GetUtcNow()));
        Assert.Equal(new PluginDeleted("test.notes", 1, 1), (await hub.Plugins.DeleteAsync("test.notes", "olga", Cancel)).Value);

        Assert.Empty(await hub.Plugins.ListAsync(Cancel));
        Assert.Equal("plugin.not_found", (await hub.Plugins.EnableAsync("test.notes", "olga", Cancel)).Error!.Code);
        Assert.Empty(await hub.Get<IFileStore>().ListAsync("packages/", Cancel));
        Assert.Empty(await hub.Get<IDeliveries>().ListAsync("test.notes", null, null, 10, Cancel));
        Assert.Equal(0, await hub.AliveAsync());

        // The same version again, with other content: what was unpacked before is not taken for it.
        await UploadAsync(hub, packages.Copy("test.notes", "2.0.0", asVersion: "1.0.0", asId: "test.notes-2", manifest: m => m["id"] = "test.notes"));
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync("test.notes")).Status == PluginStatus.Disabled, "the node has seen it");
        Assert.Equal(PluginStatus.Running, (await hub.EnableAsync("test.notes")).Status);
        Assert.Equal("""["kept"]""", await hub.GetStringAsync("/plugins/test.notes/notes"));
        Assert.Equal(["enable", "upload", "delete"], (await hub.Plugins.FindAsync("test.notes", Cancel))!.Changes.Select(c => c.Action).Take(3));
    }

    [Fact]
    public async Task A_version_that_is_not_wanted_can_be_deleted_and_the_wanted_one_and_listed_ones_cannot()
    {
        using var packages = new TestPluginFolders();
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"));
        await UploadAsync(hub, packages.Copy("test.notes", "2.0.0"));
        await hub.Plugins.UpgradeAsync("test.notes", "2.0.0", "olga", Cancel);
        using (var wanted = await hub.Http.DeleteAsync(new Uri("/system/v1/plugins/test.notes/versions/2.0.0", UriKind.Relative), Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, wanted.StatusCode);
            Assert.Contains("plugin.version_in_use", await wanted.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        await hub.Plugins.UpgradeAsync("test.notes", "1.0.0", "olga", Cancel);
        var view = (await hub.Plugins.DeleteVersionAsync("test.notes", "2.0.0", "olga", Cancel)).Value;
        Assert.Equal((null, PluginStatus.Running), (view.PreviousVersion, view.Status));
        Assert.Equal(["1.0.0"], view.AvailableVersions);
        Assert.Equal("plugin.version_not_found", (await hub.Plugins.DeleteVersionAsync("test.notes", "2.0.0", "olga", Cancel)).Error!.Code);
        await hub.DisableAsync("test.notes");
        Assert.Equal("plugin.listed", (await hub.Plugins.DeleteAsync("test.notes", "olga", Cancel)).Error!.Code);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Http.DeleteAsync(new Uri("/system/v1/plugins/nobody", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_node_forgets_what_was_deleted_on_another_one()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        using var nothing = new TestPluginFolders();
        using var packages = new TestPluginFolders();
        await using var first = await TestHub.StartNodeAsync(nothing, database, "node-a");
        await using var second = await TestHub.StartNodeAsync(nothing, database, "node-b");
        await UploadAsync(first, packages.Copy("test.echo"));
        await first.EnableAsync("test.echo");
        await Eventually.IsTrueAsync(async () => (await first.ViewAsync("test.echo")).Status == PluginStatus.Running, "both nodes run it");
        await first.DisableAsync("test.echo");
        await Eventually.IsTrueAsync(async () => (await first.ViewAsync("test.echo")).Status == PluginStatus.Disabled, "both nodes have stopped it");
        Assert.True((await first.Plugins.DeleteAsync("test.echo", "olga", Cancel)).IsOk);
        await Eventually.IsTrueAsync(() => Task.FromResult(second.Get<Runtime.PluginRuntime>().State("test.echo") is null), "the other node forgets it");
    }

    private static async Task UploadAsync(TestHub hub, string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip);
        using var content = new ByteArrayContent(zip.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        using var answer = await hub.Http.PostAsync(new Uri("/system/v1/packages", UriKind.Relative), content, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
