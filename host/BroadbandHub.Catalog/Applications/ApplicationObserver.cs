using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Asks each plugin that starts for the application it brings.</summary>
internal sealed partial class ApplicationObserver(IPluginCalls plugins, IMediator mediator, ILogger<ApplicationObserver> log) : IPluginObserver
{
    public async Task OnRunningAsync(string pluginId, CancellationToken cancellationToken)
    {
        var answer = await plugins.DecideAsync<IApplication, ApplicationDescriptor?>(pluginId, (application, _) => Task.FromResult(Copy(application.Describe())), cancellationToken);
        var problem = answer switch
        {
            PluginAnswer<ApplicationDescriptor?>.Answered described => await RegisterAsync(pluginId, described.Value, cancellationToken),
            PluginAnswer<ApplicationDescriptor?>.Failed failed => $"The plugin could not describe its application: {failed.Reason}",
            PluginAnswer<ApplicationDescriptor?>.TimedOut late => $"The plugin did not describe its application within {late.After.TotalSeconds:0} seconds.",
            _ => null, // It brings no application.
        };
        if (problem is not null)
        {
            LogTrouble(log, pluginId, problem);
            await SendAsync(new NoteTrouble.Command(pluginId, problem), cancellationToken);
        }
    }

    public Task OnStoppedAsync(string pluginId, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> RegisterAsync(string pluginId, ApplicationDescriptor? descriptor, CancellationToken cancellationToken)
    {
        // The plugin runs, so "not running" can only mean that it lacks the capability.
        var provisioner = await plugins.DecideAsync<IApplicationProvisioner, bool>(pluginId, (_, _) => Task.FromResult(true), cancellationToken);
        var registered = await SendAsync(
            new RegisterApplication.Command(pluginId, descriptor, provisioner is not PluginAnswer<bool>.NotRunning), cancellationToken);
        return registered.Error?.Message;
    }

    /// <summary>Nodes start a plugin at the same moment: the database lets one of them insert, and the other one is asked again and finds the row.</summary>
    private async Task<Outcome<Done>> SendAsync(IRequest<Outcome<Done>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(command, cancellationToken);
        }
        catch (DbUpdateException)
        {
            return await mediator.Send(command, cancellationToken);
        }
    }

    /// <summary>A list may be a class of the plugin's own, which must not outlive the call.</summary>
    private static ApplicationDescriptor? Copy(ApplicationDescriptor? said) =>
        said is null ? null : said with
        {
            Meters = said.Meters is null ? [] : said.Meters.ToArray(),
            Roles = said.Roles is null ? [] : said.Roles.ToArray(),
            SignOn = said.SignOn is not { } signOn ? null
                : signOn with { RedirectUris = signOn.RedirectUris?.ToArray() ?? [], PostLogoutRedirectUris = signOn.PostLogoutRedirectUris?.ToArray() ?? [] },
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The application of plugin {PluginId} was not registered: {Problem}")]
    private static partial void LogTrouble(ILogger log, string pluginId, string problem);
}
