using System.Collections.Concurrent;
using BroadbandHub.PluginHost.Contracts;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>The last lines that each plugin logged on this node. Bounded, in memory, and only text: an exception object would keep its plugin alive.</summary>
internal sealed class RecentLogs(TimeProvider clock)
{
    private const int MostLines = 200;
    private const int LongestText = 2_000;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<PluginLogLine>> lines = new(StringComparer.Ordinal);

    public void Add(string pluginId, LogLevel level, string category, string message, Exception? exception)
    {
        var queue = lines.GetOrAdd(pluginId, _ => new ConcurrentQueue<PluginLogLine>());
        queue.Enqueue(new PluginLogLine(clock.GetUtcNow(), level.ToString(), category, Cut(message)!, Cut(exception?.ToString())));
        while (queue.Count > MostLines)
        {
            queue.TryDequeue(out _);
        }
    }

    public IReadOnlyList<PluginLogLine> Of(string pluginId) => lines.TryGetValue(pluginId, out var queue) ? queue.Reverse().ToList() : [];

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] + "…" : text;
}

/// <summary>What a plugin's loggers are made by: each line carries the plugin's id and also goes to the recent log.</summary>
internal sealed class PluginLoggerFactory(ILoggerFactory host, RecentLogs recent, string pluginId) : ILoggerFactory
{
    private readonly KeyValuePair<string, object>[] scope = [new("plugin", pluginId)];

    public ILogger CreateLogger(string categoryName) => new PluginLogger(host.CreateLogger(categoryName), recent, pluginId, categoryName, scope);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A plugin cannot add log providers to the hub.");

    // The host's factory is the host's to dispose.
    public void Dispose()
    {
    }

    private sealed class PluginLogger(ILogger inner, RecentLogs recent, string pluginId, string category, KeyValuePair<string, object>[] scope) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && (logLevel >= LogLevel.Information || inner.IsEnabled(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Information)
            {
                recent.Add(pluginId, logLevel, category, formatter(state, exception), exception);
            }

            using (inner.BeginScope(scope))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
