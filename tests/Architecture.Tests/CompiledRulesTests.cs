using System.Reflection.Metadata;

namespace Architecture.Tests;

/// <summary>Rules that are read from the compiled assemblies, without loading them.</summary>
public sealed class CompiledRulesTests
{
    private static readonly string[] Sdk = ["BroadbandHub.Sdk", "BroadbandHub.Sdk.Web", "BroadbandHub.Sdk.Data", "BroadbandHub.Sdk.Testing"];

    // What must be public although it is no contract: components (their compiler says so), contexts and migrations (the tools say so).
    private static readonly string[] PublicBases =
    [
        "Microsoft.AspNetCore.Components.ComponentBase", "Microsoft.AspNetCore.Components.LayoutComponentBase", "Microsoft.AspNetCore.Components.OwningComponentBase",
        "Microsoft.EntityFrameworkCore.DbContext", "BroadbandHub.Storage.Contracts.ModuleDb",
        "Microsoft.EntityFrameworkCore.Migrations.Migration", "Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot",
    ];

    public static TheoryData<string> HostProjects => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "host"), "BroadbandHub.*").Select(d => Path.GetFileName(d)!)];

    public static TheoryData<string> SdkProjects => [.. Sdk];

    [Theory]
    [MemberData(nameof(HostProjects))]
    public void Host_types_are_internal_outside_of_contracts(string project) =>
        House.Holds(CheckVisibility(AssemblyFile.Read(Repository.Assembly(project)), project));

    [Fact]
    public void A_public_type_outside_of_contracts_is_seen()
    {
        var leaks = CheckVisibility(AssemblyFile.Read(typeof(CompiledRulesTests).Assembly.Location), "Architecture.Tests");
        Assert.Contains(leaks, l => l.Contains("Fixture.LeakedType", StringComparison.Ordinal));
        Assert.DoesNotContain(leaks, l => l.Contains("Contracts.PublishedType", StringComparison.Ordinal));
        Assert.DoesNotContain(leaks, l => l.Contains("TestsModule", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SdkProjects))]
    public void The_sdk_s_assembly_version_is_its_major_alone(string project) =>
        Assert.Null(CheckVersion(AssemblyFile.Read(Repository.Assembly(project)).Version));

    [Fact]
    public void An_assembly_version_with_a_minor_is_seen() => Assert.NotNull(CheckVersion(new Version(0, 1, 0, 0)));

    [Theory]
    [MemberData(nameof(SdkProjects))]
    public void The_sdk_stands_on_the_platform_alone(string project) =>
        House.Holds(CheckReferences(project, AssemblyFile.Read(Repository.Assembly(project)).References));

    [Theory]
    [InlineData("BroadbandHub.Sdk", "Newtonsoft.Json")]
    [InlineData("BroadbandHub.Sdk", "Microsoft.EntityFrameworkCore")]
    [InlineData("BroadbandHub.Sdk", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("BroadbandHub.Sdk.Web", "Radzen.Blazor")]
    [InlineData("BroadbandHub.Sdk.Data", "Pomelo.EntityFrameworkCore.MySql")]
    public void A_third_party_under_the_sdk_is_seen(string project, string reference) => Assert.NotEmpty(CheckReferences(project, [reference]));

    [Fact]
    public void A_plugin_s_folder_holds_nothing_that_the_hub_shares()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "plugins");
        var plugins = Directory.GetFiles(folder, "plugin.json", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!).ToList();
        Assert.NotEmpty(plugins);
        Assert.All(plugins, p => House.Holds(CheckPluginFolder(p)));
    }

    [Theory]
    [InlineData("BroadbandHub.Sdk.dll")]
    [InlineData("BroadbandHub.Sdk.Web.dll")]
    [InlineData("Microsoft.EntityFrameworkCore.dll")]
    [InlineData("Microsoft.Extensions.DependencyInjection.Abstractions.dll")]
    public void A_shared_dll_in_a_plugin_s_folder_is_seen(string dll)
    {
        using var house = new BrokenHouse(("plugin.json", "{}"), (dll, ""));
        Assert.NotEmpty(CheckPluginFolder(house.Root));
    }

    private static List<string> CheckVisibility(AssemblyFile assembly, string project)
    {
        var module = project.Split('.')[^1] + "Module";
        return
        [
            .. from type in assembly.PublicTypes
               where !$"{type.Namespace}.".Contains(".Contracts.", StringComparison.Ordinal)
                   && !(type.Name == module && type.Namespace == project)
                   && !(type.Namespace == "Microsoft.AspNetCore.Builder" || type.Namespace.Length == 0)
                   && !type.Name.StartsWith("_", StringComparison.Ordinal)
                   && !type.Bases.Any(PublicBases.Contains)
               select $"{type.Namespace}.{type.Name} is public outside of {project}.Contracts",
        ];
    }

    private static string? CheckVersion(Version version) => version.Minor == 0 && version.Build == 0 && version.Revision == 0
        ? null
        : $"{version}: plugins are bound to it, so it changes with the major only";

    private static List<string> CheckReferences(string project, IEnumerable<string> references) =>
        [.. references.Where(r => !IsAllowed(project, r)).Select(r => $"{project} refers to {r}")];

    private static bool IsAllowed(string project, string reference) =>
        reference.StartsWith("System.", StringComparison.Ordinal)
        || reference is "netstandard" or "Microsoft.Extensions.DependencyInjection.Abstractions"
        || (project != "BroadbandHub.Sdk" && reference == "BroadbandHub.Sdk")
        || project switch
        {
            "BroadbandHub.Sdk.Web" => reference.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || reference.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal),
            "BroadbandHub.Sdk.Data" => reference.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal),
            "BroadbandHub.Sdk.Testing" => reference.StartsWith("xunit.v3.", StringComparison.Ordinal) || reference.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal),
            _ => false,
        };

    private static List<string> CheckPluginFolder(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)!)
            .Where(f => f.StartsWith("BroadbandHub.", StringComparison.Ordinal) || f.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || f.StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal) || f.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal))
            .Select(f => $"{f} lies in {folder}: the hub shares it"),
    ];
}
