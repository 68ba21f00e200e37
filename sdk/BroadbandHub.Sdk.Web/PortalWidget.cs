namespace BroadbandHub.Sdk.Web;

/// <summary>A small box on an audience's start page.</summary>
/// <param name="Key">Unique inside the plugin.</param>
/// <param name="Audience">On whose start page.</param>
/// <param name="Title">The heading of the box.</param>
/// <param name="Component">A Razor component without parameters; rendered within two seconds or left out with a notice.</param>
/// <param name="Permission">The permission that is needed beside the audience, or null.</param>
/// <param name="Order">Lower comes first, 100 is usual.</param>
public sealed record PortalWidget(string Key, Audience Audience, LocalText Title, Type Component, string? Permission = null, int Order = 100);
