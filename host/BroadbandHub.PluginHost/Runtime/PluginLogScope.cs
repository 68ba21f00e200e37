using Microsoft.Extensions.Logging;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Puts the plugin's id on every log line that is written while its code runs, also by the framework on its behalf.</summary>
internal sealed class PluginLogScope(ILoggerFactory loggers)
{
    private readonly ILogger logger = loggers.CreateLogger("BroadbandHub.Plugins");

    public IDisposable? Begin(string pluginId) => logger.BeginScope(new KeyValuePair<string, object>[] { new("plugin", pluginId) });
}
