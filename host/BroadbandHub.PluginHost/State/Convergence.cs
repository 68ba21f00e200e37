using System.Data.Common;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.State;

/// <summary>Brings this node to what operators want, again and again, and reports where it stands.</summary>
internal sealed class Convergence(
    PluginStore store, VersionFolders folders, Seeding seeding, PluginRuntime runtime, Generations generations, SettingsStore settings, NodeReports reports, Retirement retirement, ThreadReserve threads,
    TimeProvider clock, IOptions<PluginHostOptions> options, ILogger<Convergence> logger) : IHostedService
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly SemaphoreSlim places = new(Math.Max(8, Environment.ProcessorCount * 2));
    private readonly Dictionary<string, (long Revision, Task Task)> under = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private Task loop = Task.CompletedTask;

    public void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        threads.Keep(hanging: 0);
        await reports.RegisterAsync(cancellationToken);
        await seeding.RunAsync(cancellationToken);
        try
        {
            await RoundAsync(null, cancellationToken).WaitAsync(options.Value.StartLimit, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("Some plugins need longer than {Limit} to start; the host starts without them", options.Value.StartLimit);
        }

        runtime.Changed += Wake;
        loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        runtime.Changed -= Wake;
        await stop.CancelAsync();
        await loop;
        await Task.WhenAll(under.Values.Select(u => u.Task)).WaitAsync(options.Value.StopLimit, clock, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var generation in generations.All)
        {
            var state = runtime.State(generation.PluginId);
            await runtime.StopAsync(generation.PluginId, PluginStatus.Stopped, generation.Version, null, state?.Revision ?? 0, cancellationToken);
        }

        try
        {
            // The process ends: what hangs cannot be waited for, and what is left to do must still be done.
            await runtime.Retiring.WaitAsync(options.Value.StopLimit, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("Some plugins were still busy {Limit} after this node began to stop; what they were doing is abandoned", options.Value.StopLimit);
        }

        await reports.ReportAsync(States(), cancellationToken);
        await reports.LeaveAsync(cancellationToken);
    }

    /// <summary>
    /// One pass over all plugins. Waits for all of them, for one, or (an empty id) for none: a plugin that takes its time must not keep others waiting.
    /// </summary>
    public async Task RoundAsync(string? waitFor, CancellationToken cancellationToken)
    {
        Task converging;
        await turn.WaitAsync(cancellationToken);
        try
        {
            var desired = await store.DesiredAsync(cancellationToken);
            if (desired.Exists(d => !IsUnderWay(d) && runtime.State(d.PluginId)?.Revision != d.Revision))
            {
                await BeginAsync(desired, cancellationToken);
            }

            await ForgetDeletedAsync(desired, cancellationToken);
            converging = waitFor is null ? Task.WhenAll(under.Values.Select(u => u.Task)) : under.GetValueOrDefault(waitFor).Task ?? Task.CompletedTask;
        }
        finally
        {
            turn.Release();
        }

        await converging.WaitAsync(cancellationToken);
        await turn.WaitAsync(cancellationToken);
        try
        {
            await reports.ReportAsync(States(), cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What operators have deleted leaves no trace on this node, so that it can come again as something new.</summary>
    private async Task ForgetDeletedAsync(List<DesiredPlugin> desired, CancellationToken cancellationToken)
    {
        foreach (var id in runtime.Slots.Select(s => s.PluginId).Where(id => !desired.Exists(d => d.PluginId == id)))
        {
            if (under.GetValueOrDefault(id).Task is null or { IsCompleted: true })
            {
                await runtime.ForgetAsync(id, cancellationToken);
                under.Remove(id);
                reports.Forget(id);
            }
        }
    }

    private bool IsUnderWay(DesiredPlugin wish) => under.TryGetValue(wish.PluginId, out var now) && now.Revision == wish.Revision && !now.Task.IsCompleted;

    private async Task BeginAsync(List<DesiredPlugin> desired, CancellationToken cancellationToken)
    {
        var verdicts = await Task.WhenAll(desired.Where(d => d.Enabled).Select(d => Task.Run(() => JudgeAsync(d, cancellationToken), cancellationToken)));
        var refusals = Dependencies.Refusals([.. verdicts.Where(v => v.Admitted is not null).Select(v => v.Admitted!.Manifest)]);
        var byId = verdicts.ToDictionary(v => v.Desired.PluginId, StringComparer.Ordinal);
        foreach (var wish in desired.Where(d => !IsUnderWay(d)))
        {
            var verdict = byId.GetValueOrDefault(wish.PluginId);
            var reason = verdict?.Reason ?? refusals.GetValueOrDefault(wish.PluginId);
            var before = under.GetValueOrDefault(wish.PluginId).Task ?? Task.CompletedTask;
            under[wish.PluginId] = (wish.Revision, Task.Run(() => FollowAsync(before, wish, verdict?.Admitted, reason), CancellationToken.None));
        }
    }

    private async Task FollowAsync(Task before, DesiredPlugin wish, Admitted? admitted, string? reason)
    {
        await before;
        try
        {
            await places.WaitAsync(stop.Token);
            try
            {
                await ConvergeOneAsync(wish, admitted, reason, stop.Token);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception e)
        {
            logger.LogError(e, "The plugin {plugin} could not be brought to what is wanted; trying again", wish.PluginId);
        }
    }

    private async Task ConvergeOneAsync(DesiredPlugin wish, Admitted? admitted, string? reason, CancellationToken cancellationToken)
    {
        var state = runtime.State(wish.PluginId);
        var isAnswered = state?.Revision == wish.Revision;
        var running = generations.Current(wish.PluginId);
        if (!wish.Enabled)
        {
            if (!isAnswered)
            {
                await runtime.StopAsync(wish.PluginId, PluginStatus.Disabled, wish.Version, null, wish.Revision, cancellationToken);
            }
        }
        else if (reason is not null)
        {
            // What runs goes on when its successor is refused; what needs a plugin that went away was asked for by nobody and stops.
            if (!isAnswered && running is not null && running.Version != wish.Version)
            {
                runtime.Keep(wish.PluginId, $"Version {wish.Version} was rejected, {running.Version} goes on: {reason}", wish.Revision);
            }
            else if (!isAnswered || state!.Reason != reason)
            {
                await runtime.StopAsync(wish.PluginId, PluginStatus.Rejected, wish.Version, reason, wish.Revision, cancellationToken);
            }
        }
        else if (!isAnswered || state!.Status == PluginStatus.Rejected)
        {
            await StartAsync(wish, admitted!, cancellationToken);
        }
    }

    private async Task StartAsync(DesiredPlugin wish, Admitted admitted, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string?> values;
        try
        {
            values = settings.Open(wish.SettingsJson, admitted.Manifest.Settings);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or InvalidOperationException)
        {
            await runtime.StopAsync(
                wish.PluginId, PluginStatus.Faulted, wish.Version, "Its secret settings cannot be read with this hub's keys; enter them again.", wish.Revision, cancellationToken);
            return;
        }

        var missing = admitted.Manifest.Settings.Select(s => SettingsReader.Check(s, values.GetValueOrDefault(s.Key))).FirstOrDefault(p => p is not null);
        if (missing is not null && generations.Current(wish.PluginId) is null)
        {
            await runtime.StopAsync(wish.PluginId, PluginStatus.Rejected, wish.Version, $"{missing} Fill in its settings first.", wish.Revision, cancellationToken);
            return;
        }

        await runtime.StartAsync(admitted, values, wish.Revision, cancellationToken);
    }

    private async Task<Verdict> JudgeAsync(DesiredPlugin wish, CancellationToken cancellationToken)
    {
        try
        {
            return new Verdict(wish, await folders.AdmitAsync(wish.PluginId, wish.Version, cancellationToken), null);
        }
        catch (RejectedException e)
        {
            return new Verdict(wish, null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Verdict(wish, null, $"Its folder cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException && e.GetBaseException() is not (DbException or TimeoutException))
        {
            // Whatever it is, it is this plugin's: the others are judged all the same. Trouble with the database is nobody's fault and is tried again.
            logger.LogError(e, "The plugin {plugin} {Version} could not be judged", wish.PluginId, wish.Version);
            return new Verdict(wish, null, $"It could not be checked ({e.GetType().Name}: {e.Message}); build and lay out the plugin again.");
        }
    }

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(options.Value.PollEvery, stop.Token);
                await RoundAsync("", stop.Token);
                retirement.Look();
                threads.Keep(runtime.Hanging);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogError(e, "The plugins of this node could not be brought to what is wanted; trying again");
                await Task.Delay(options.Value.PollEvery, clock, CancellationToken.None);
            }
        }
    }

    private Dictionary<string, SlotState> States() => runtime.Slots
        .Select(s => (s.PluginId, State: runtime.State(s.PluginId)))
        .Where(s => s.State is not null)
        .ToDictionary(s => s.PluginId, s => s.State!, StringComparer.Ordinal);

    private sealed record Verdict(DesiredPlugin Desired, Admitted? Admitted, string? Reason);
}
