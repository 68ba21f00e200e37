using BroadbandHub.Sdk.Testing;

namespace BroadbandHub.Sdk.Tests.Testing;

public sealed class PluginHarnessTests : IDisposable
{
    private readonly string manifest = Path.GetTempFileName();

    public void Dispose() => File.Delete(manifest);

    [Fact]
    public void A_capability_that_the_manifest_does_not_list_is_refused() =>
        Assert.Contains("does not list", Assert.Throws<InvalidOperationException>(() => Start(s => s.Provide<IApplicationProvisioner, Provisioner>())).Message);

    [Fact]
    public void What_is_no_capability_is_refused() =>
        Assert.Contains("no capability", Assert.Throws<InvalidOperationException>(() => Start(s => s.Provide<IDisposable, Handler>())).Message);

    [Fact]
    public void An_event_that_the_manifest_does_not_consume_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Start(s => s.HandleMessages<Handler>("other/thing@1")));

    [Fact]
    public void A_setting_that_is_not_declared_is_refused()
    {
        Assert.Throws<KeyNotFoundException>(() => Start(s => s.Settings.Text("nowhere")));
        Assert.Throws<KeyNotFoundException>(() => Start(s => s.Settings.Number("name")));
    }

    [Fact]
    public void Settings_have_their_defaults_until_they_are_given() => Start(s =>
    {
        Assert.Equal("Ann", s.Settings.Text("name"));
        Assert.Equal(3, s.Settings.Number("count"));
        Assert.True(s.Settings.IsOn("loud"));
    });

    [Fact]
    public void Registering_after_set_up_is_refused()
    {
        IPluginSetup? kept = null;
        Start(s => kept = s);
        Assert.Throws<InvalidOperationException>(() => kept!.Contribute("late"));
    }

    [Fact]
    public async Task Events_reach_the_handlers_of_their_type_and_messages_those_of_their_name()
    {
        Handler.Handled.Clear();
        await using var plugin = Start(s => s.Handle<EnterpriseCreated, Handler>().HandleMessages<Handler>("other/listed@1"));
        var created = new EnterpriseCreated(EnterpriseId.New(TimeProvider.System), "Acme", plugin.Clock.GetUtcNow());
        var delivery = new Delivery(created.EnterpriseId.Value, 1);
        Assert.Equal(1, await plugin.DeliverAsync(created, delivery, CancellationToken.None));
        Assert.Equal(1, await plugin.DeliverAsync(new PluginMessage("other/listed@1", "s", "{}", plugin.Clock.GetUtcNow()), delivery, CancellationToken.None));
        Assert.Equal(0, await plugin.DeliverAsync(new PluginMessage("other/listed@2", "s", "{}", plugin.Clock.GetUtcNow()), delivery, CancellationToken.None));
        Assert.Equal(["Acme", "other/listed@1"], Handler.Handled);
    }

    [Fact]
    public async Task Only_listed_events_are_published()
    {
        await using var plugin = Start(_ => { });
        await plugin.Events.PublishAsync("said@1", "subject", "{}", CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => plugin.Events.PublishAsync("sang@1", "subject", "{}", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => plugin.Events.PublishAsync("said@1", "subject", "[]", CancellationToken.None));
        Assert.Equal([new PublishedEvent("said@1", "subject", "{}")], plugin.Events.Published);
    }

    [Fact]
    public async Task Files_are_kept_and_removed()
    {
        await using var plugin = Start(_ => { });
        await plugin.Files.WriteAsync("a/b.txt", "hello"u8.ToArray(), CancellationToken.None);
        Assert.Equal("hello"u8.ToArray(), await plugin.Files.ReadAsync("a/b.txt", CancellationToken.None));
        await plugin.Files.DeleteAsync("a/b.txt", CancellationToken.None);
        Assert.Null(await plugin.Files.ReadAsync("a/b.txt", CancellationToken.None));
    }

    private PluginHarness Start(Action<IPluginSetup> setup)
    {
        File.WriteAllText(manifest, """
            {
              "id": "test.plugin", "version": "1.0.0", "provides": [ "application" ], "publishes": [ "said@1" ], "consumes": [ "other/listed@1" ],
              "settings": [
                { "key": "name", "type": "text", "default": "Ann" }, { "key": "count", "type": "number", "default": 3 },
                { "key": "loud", "type": "boolean", "default": true }
              ]
            }
            """);
        return PluginHarness.Start(new Plugin(setup), new PluginHarnessOptions { ManifestFile = manifest });
    }

    private sealed class Plugin(Action<IPluginSetup> setup) : IPlugin
    {
        public void Setup(IPluginSetup to) => setup(to);
    }

    private sealed class Provisioner : IApplicationProvisioner
    {
        public Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Handler : IEventHandler<EnterpriseCreated>, IPluginMessageHandler, IDisposable
    {
        public static List<string> Handled { get; } = [];

        public void Dispose()
        {
        }

        public Task HandleAsync(EnterpriseCreated happened, Delivery delivery, CancellationToken cancellationToken)
        {
            Handled.Add(happened.Name);
            return Task.CompletedTask;
        }

        public Task HandleAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken)
        {
            Handled.Add(message.Name);
            return Task.CompletedTask;
        }
    }
}
