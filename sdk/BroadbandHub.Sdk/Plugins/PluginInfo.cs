namespace BroadbandHub.Sdk;

/// <summary>Who a plugin is, as its manifest says.</summary>
/// <param name="Id">The id, such as <c>app.network-disk</c>: lower-case letters, digits, dots and hyphens, at most 64.</param>
/// <param name="Version">The version (SemVer 2.0: major.minor.patch with an optional pre-release part).</param>
/// <param name="Folder">The absolute path of this version's folder on this node. Read-only; <c>Assembly.Location</c> is empty, use this instead.</param>
public sealed record PluginInfo(string Id, string Version, string Folder);
