using BroadbandHub.Sdk.Web;

namespace BroadbandHub.PluginHost.Contracts;

/// <summary>
/// Pages and widgets of the plugins that run on this node. Singleton. <c>UsePluginPages()</c> opens the lease for every request below
/// <c>/s/</c>, makes its services the request's, and leaves it in <c>HttpContext.Features</c>; the shell's page reads it there.
/// </summary>
public interface IPluginPages
{
    /// <summary>Which page a path means, without entering the plugin; null when no running plugin has it.</summary>
    PluginPageMatch? Match(string pluginId, string path);

    /// <summary>Enters the plugin for rendering a page; null when no running plugin has it, or when it has as many calls under way as it may have. Hold it until the response is written.</summary>
    /// <param name="busy">The page, when it is there but the plugin takes no more calls now.</param>
    PluginPageLease? Open(string pluginId, string path, IServiceProvider requestServices, out PluginPageBusy? busy);

    /// <summary>
    /// The HTML of a widget, or null when it failed, took longer than two seconds, is not there (any more), or the plugin takes no more calls. May be called for
    /// several widgets at once: each is rendered on its own, and a page asks for all of them together, so that the two seconds are those of the page.
    /// </summary>
    Task<string?> RenderWidgetAsync(string pluginId, string key, IServiceProvider requestServices, CancellationToken cancellationToken);
}

/// <summary>What the shell must check before it shows a page: people of other audiences and those without the permission get 404.</summary>
public sealed record PluginPageMatch(string PluginId, string SectionKey, Audience Audience, string? Permission);

/// <summary>In <c>HttpContext.Features</c> in place of the lease when the plugin takes no more calls now: the page is there, but cannot be rendered.</summary>
public sealed record PluginPageBusy(PluginPageMatch Match);

/// <summary>A page of a plugin that may be rendered now: while it is held, the plugin stays in memory.</summary>
public abstract class PluginPageLease : IAsyncDisposable
{
    /// <summary>The plugin's services for this request; whatever the plugin does not have comes from the host's request.</summary>
    public abstract IServiceProvider Services { get; }

    public abstract Type Component { get; }

    public abstract IReadOnlyDictionary<string, object?> Parameters { get; }

    public abstract PluginPageMatch Match { get; }

    public abstract ValueTask DisposeAsync();
}
