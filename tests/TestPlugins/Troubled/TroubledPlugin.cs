using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Troubled;

/// <summary>A plugin with one trouble at a time; the setting says which.</summary>
public sealed class TroubledPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        switch (setup.Settings.Text("trouble"))
        {
            case "throws":
                throw new TroubledException("the frobnicator is not configured");
            case "never-returns":
                new ManualResetEvent(false).WaitOne();
                break;
            case "static-event":
                AppDomain.CurrentDomain.ProcessExit += new Troubles().OnExit;
                break;
            case "static-event-and-throwing-dispose":
                AppDomain.CurrentDomain.ProcessExit += new Troubles().OnExit;
                setup.Services.AddSingleton<Grumpy>();
                setup.RunInBackground<GrumpyUser>();
                break;
            case "background":
                setup.RunInBackground<Failing>();
                break;
            case "stuck-background":
                setup.RunInBackground<Stuck>();
                break;
            case "throwing-handler":
                setup.Handle<EnterpriseCreated, Throwing>();
                break;
            case "hanging-handler":
                setup.Handle<EnterpriseCreated, Hanging>();
                break;
            case "blocks":
                setup.Services.AddTransient<Blocking>();
                setup.Handle<EnterpriseCreated, BlockingHandler>();
                setup.AddSection(new PortalSection("blocks", Audience.Public, new LocalText("Blocks"), "x", [new PortalPage("page", typeof(BlockingComponent))]));
                setup.AddWidget(new PortalWidget("blocks", Audience.Enterprise, new LocalText("Blocks"), typeof(BlockingComponent)));
                setup.MapEndpoints(routes => routes.MapGet("/block", (Blocking blocking) => blocking.Block()).AllowAnonymous());
                break;
            case "model-hangs" or "migration-hangs":
                TroubledDb.Trouble = setup.Settings.Text("trouble");
                setup.AddTables<TroubledDb, SqliteTroubledDb, MySqlTroubledDb>();
                break;
            case "unlisted":
                setup.HandleMessages<Ear>("other.plugin/something@1");
                break;
        }

        setup.Provide<IApplication, TroubledApplication>();
        setup.Provide<IApplicationProvisioner, TroubledProvisioner>();
        setup.MapEndpoints(routes => routes.MapGet("/secret", (IPluginSettings settings) => settings.Text("apiKey") ?? "none").AllowAnonymous());
    }
}

/// <summary>Blocks its thread, deaf to everybody, until a file "release" lies in the plugin's folder.</summary>
public sealed class Blocking(PluginInfo info)
{
    public string Block()
    {
        using var never = new ManualResetEvent(false);
        while (!File.Exists(Path.Combine(info.Folder, "release")))
        {
            never.WaitOne(TimeSpan.FromMilliseconds(20));
        }

        return "released";
    }
}

public sealed class BlockingHandler(Blocking blocking) : IEventHandler<EnterpriseCreated>
{
    public Task HandleAsync(EnterpriseCreated happened, Delivery delivery, CancellationToken cancellationToken) => Task.FromResult(blocking.Block());
}

public sealed class BlockingComponent : ComponentBase
{
    [Inject]
    public Blocking Blocking { get; set; } = default!;

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Blocking.Block());
}

public sealed class TroubledException(string message) : Exception(message);

/// <summary>An object, not a static method: what the event holds is then sure to hold the plugin, whatever the runtime does with delegates to static methods.</summary>
internal sealed class Troubles
{
    public int Heard { get; private set; }

    public void OnExit(object? sender, EventArgs e) => Heard++;
}

public sealed class Grumpy : IDisposable
{
    public void Dispose() => throw new TroubledException("not now");
}

public sealed class GrumpyUser(Grumpy grumpy) : IBackgroundService
{
    public async Task RunAsync(CancellationToken stopping)
    {
        await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GC.KeepAlive(grumpy);
    }
}

public sealed class Failing : IBackgroundService
{
    public Task RunAsync(CancellationToken stopping) => throw new TroubledException("the queue is not there");
}

public sealed class Stuck : IBackgroundService
{
    public Task RunAsync(CancellationToken stopping) => new TaskCompletionSource().Task;
}

public sealed class Throwing : IEventHandler<EnterpriseCreated>
{
    public Task HandleAsync(EnterpriseCreated happened, Delivery delivery, CancellationToken cancellationToken) =>
        throw new TroubledException($"attempt {delivery.Attempt} for {happened.Name}");
}

public sealed class Hanging : IEventHandler<EnterpriseCreated>
{
    public Task HandleAsync(EnterpriseCreated happened, Delivery delivery, CancellationToken cancellationToken) => new TaskCompletionSource().Task;
}

public sealed class Ear : IPluginMessageHandler
{
    public Task HandleAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class TroubledApplication : IApplication
{
    public ApplicationDescriptor Describe() => throw new TroubledException("no description today");
}

public sealed class TroubledProvisioner : IApplicationProvisioner
{
    public Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken)
    {
        // Blocks its thread and does not listen to anybody.
        new ManualResetEvent(false).WaitOne(TimeSpan.FromSeconds(20));
        return Task.FromResult<ProvisioningResult>(new ProvisioningResult.Done());
    }

    public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken) =>
        Task.FromResult<ProvisioningResult>(new ProvisioningResult.Done("found"));
}
