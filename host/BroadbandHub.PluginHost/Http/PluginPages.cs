using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.PluginHost.Http;

/// <summary>Finds a plugin's page by its path and opens it for rendering.</summary>
internal sealed class PluginPages(Generations generations, RecentLogs recent, PluginMetrics metrics, TimeProvider clock, ILoggerFactory loggers) : IPluginPages
{
    private static readonly TimeSpan WidgetLimit = TimeSpan.FromSeconds(2);

    public PluginPageMatch? Match(string pluginId, string path)
    {
        using var lease = generations.TryEnter(pluginId);
        return lease is not null && Find(lease, pluginId, path) is { } found ? found.Match : null;
    }

    public PluginPageLease? Open(string pluginId, string path, IServiceProvider requestServices, out PluginPageBusy? busy)
    {
        var lease = generations.TryCall(pluginId, "page", out var isFull);
        busy = isFull && Match(pluginId, path) is { } match ? new PluginPageBusy(match) : null;
        if (isFull)
        {
            metrics.Called(pluginId, "page", "refused", TimeSpan.Zero);
        }

        if (lease is null || Find(lease, pluginId, path) is not { } found)
        {
            lease?.Dispose();
            return null;
        }

        var services = new RequestServices(lease.Core.Services!.BeginScope(), requestServices, isPage: true);
        return new OpenPage(lease, services, found, RendererServices.Replace(requestServices, services));
    }

    public async Task<string?> RenderWidgetAsync(string pluginId, string key, IServiceProvider requestServices, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var lease = generations.TryCall(pluginId, "widget", out var isFull);
        if (lease is null)
        {
            if (isFull)
            {
                metrics.Called(pluginId, "widget", "refused", TimeSpan.Zero);
            }

            return null;
        }

        // On a pool thread of its own, with the lease: what hangs keeps its place until it ends, and nobody waits for it.
        var rendering = Task.Run(() => RenderAsync(lease, key, requestServices), CancellationToken.None);
        try
        {
            var html = await rendering.WaitAsync(WidgetLimit, clock, cancellationToken);
            metrics.Called(pluginId, "widget", "ok", clock.GetElapsedTime(start));
            return html;
        }
        catch (TimeoutException)
        {
            metrics.Called(pluginId, "widget", "timed_out", WidgetLimit);
            recent.Add(pluginId, LogLevel.Warning, "Widget", $"The widget {key} was not ready within two seconds and was left out.", null);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            metrics.Called(pluginId, "widget", "failed", clock.GetElapsedTime(start));
            recent.Add(pluginId, LogLevel.Error, "Widget", $"The widget {key} failed: {e.Message}", e);
            return null;
        }
    }

    private async Task<string?> RenderAsync(GenerationLease entered, string key, IServiceProvider requestServices)
    {
        using var lease = entered;
        if (lease.Core.Parts.Widgets.FirstOrDefault(w => w.Key == key) is not { } widget)
        {
            return null;
        }

        await using var services = new RequestServices(lease.Core.Services!.BeginScope(), requestServices, isPage: false);
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(widget.Component, ParameterView.Empty)).ToHtmlString());
    }

    private static Found? Find(GenerationLease lease, string pluginId, string path)
    {
        var requested = new PathString("/" + path.Trim('/'));
        foreach (var section in lease.Core.Parts.Sections)
        {
            // Fixed paths before those with parameters: articles/new is not the article "new".
            foreach (var page in section.Pages.OrderBy(p => p.Path.Contains('{', StringComparison.Ordinal)))
            {
                var values = new RouteValueDictionary();
                if (new TemplateMatcher(TemplateParser.Parse(page.Path.Trim('/')), []).TryMatch(requested, values))
                {
                    return new Found(page.Component, Parameters(page.Component, values), new PluginPageMatch(pluginId, section.Key, section.Audience, section.Permission));
                }
            }
        }

        return null;
    }

    // Route parameters are matched without regard to case; a component's are not.
    private static Dictionary<string, object?> Parameters(Type component, RouteValueDictionary values)
    {
        var names = component.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute), true)).Select(p => p.Name).ToList();
        return values
            .Select(v => (Name: names.Find(n => n.Equals(v.Key, StringComparison.OrdinalIgnoreCase)), v.Value))
            .Where(v => v.Name is not null)
            .ToDictionary(v => v.Name!, v => (object?)v.Value?.ToString(), StringComparer.Ordinal);
    }

    private sealed record Found(Type Component, IReadOnlyDictionary<string, object?> Parameters, PluginPageMatch Match);

    private sealed class OpenPage(GenerationLease lease, RequestServices services, Found found, Action? restore) : PluginPageLease
    {
        private Found? found = found;
        private RequestServices? services = services;
        private Action? restore = restore;

        public override IServiceProvider Services => services ?? throw new ObjectDisposedException(nameof(PluginPageLease));

        public override Type Component => Open.Component;

        public override IReadOnlyDictionary<string, object?> Parameters => Open.Parameters;

        public override PluginPageMatch Match => Open.Match;

        private Found Open => found ?? throw new ObjectDisposedException(nameof(PluginPageLease));

        public override async ValueTask DisposeAsync()
        {
            var ending = services;
            restore?.Invoke();
            (services, found, restore) = (null, null, null);
            try
            {
                if (ending is not null)
                {
                    await ending.DisposeAsync();
                }
            }
            finally
            {
                lease.Dispose();
            }
        }
    }
}
