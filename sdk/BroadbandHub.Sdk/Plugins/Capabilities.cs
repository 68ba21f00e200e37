namespace BroadbandHub.Sdk;

/// <summary>The capabilities of this SDK version, by the name that <c>provides</c> in plugin.json uses.</summary>
public static class Capabilities
{
    /// <summary>Name → interface.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["application"] = typeof(IApplication),
        ["application-provisioner"] = typeof(IApplicationProvisioner),
    };
}
