using System.Reflection;
using Xunit;

namespace BroadbandHub.Sdk.Testing;

/// <summary>
/// Checks that a plugin's tests use the kit: for each capability that its manifest provides there is a public class derived from the capability's conformance
/// class in the test assembly. Derive one public class from it.
/// </summary>
public abstract class ConformanceCoverage
{
    private static readonly Dictionary<string, Type> Kits = new(StringComparer.Ordinal)
    {
        ["application"] = typeof(ApplicationConformance),
        ["application-provisioner"] = typeof(ApplicationProvisionerConformance),
    };

    /// <summary>The plugin's manifest; <c>plugin.json</c> beside the test assembly unless overridden.</summary>
    protected virtual string ManifestFile => Path.Combine(AppContext.BaseDirectory, "plugin.json");

    /// <summary>A capability that is not tested is not provided.</summary>
    [Fact]
    public void Every_capability_in_the_manifest_has_its_conformance_class() =>
        Assert.Empty(Missing(Manifest.Read(ManifestFile).Provides, GetType().Assembly.GetTypes()));

    internal static IReadOnlyCollection<string> KnownCapabilities => Kits.Keys;

    internal static IReadOnlyList<string> Missing(IEnumerable<string> provides, IReadOnlyCollection<Type> testTypes) =>
    [
        .. from capability in provides
           let kit = Kits.GetValueOrDefault(capability)
           where kit is null || !testTypes.Any(t => t is { IsVisible: true, IsAbstract: false } && t.IsSubclassOf(kit))
           select kit is null
               ? $"'{capability}' is no capability that this version of the kit knows"
               : $"'{capability}' needs a public class derived from {kit.Name}",
    ];
}
