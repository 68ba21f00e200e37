using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Who may refer to whom. The table is the house's map; a project that is not on it is a violation, so nobody is forgotten.</summary>
public sealed class ProjectEdgesTests
{
    // Each project and what lies directly below it; what lies below that is allowed as well.
    private static readonly Dictionary<string, string[]> Below = new(StringComparer.Ordinal)
    {
        ["BroadbandHub.Sdk"] = [],
        ["BroadbandHub.Sdk.Web"] = ["BroadbandHub.Sdk"],
        ["BroadbandHub.Sdk.Data"] = ["BroadbandHub.Sdk"],
        ["BroadbandHub.Sdk.Testing"] = ["BroadbandHub.Sdk", "BroadbandHub.Sdk.Web", "BroadbandHub.Sdk.Data"],
        ["BroadbandHub.Storage"] = ["BroadbandHub.Sdk", "BroadbandHub.Sdk.Web", "BroadbandHub.Sdk.Data"],
        ["BroadbandHub.PluginHost"] = ["BroadbandHub.Storage"],
        ["BroadbandHub.Portal"] = ["BroadbandHub.PluginHost"],
        ["BroadbandHub.Identity"] = ["BroadbandHub.Portal"],
        ["BroadbandHub.Tasks"] = ["BroadbandHub.Identity"],
        ["BroadbandHub.Messages"] = ["BroadbandHub.Identity"],
        ["BroadbandHub.Catalog"] = ["BroadbandHub.Identity", "BroadbandHub.Tasks", "BroadbandHub.Messages"],
        ["BroadbandHub.Orders"] = ["BroadbandHub.Catalog"],
        ["BroadbandHub.Billing"] = ["BroadbandHub.Catalog"],
        ["BroadbandHub.Workflows"] = ["BroadbandHub.Tasks", "BroadbandHub.Messages"],
        ["BroadbandHub.Host"] = ["BroadbandHub.Tasks", "BroadbandHub.Messages", "BroadbandHub.Orders", "BroadbandHub.Billing", "BroadbandHub.Workflows"],
    };

    [Fact]
    public void Projects_refer_only_downwards() => House.Holds(Check(Repository.Root));

    [Theory]
    [InlineData("host/BroadbandHub.Storage/BroadbandHub.Storage.csproj", "../BroadbandHub.Billing/BroadbandHub.Billing.csproj")]
    [InlineData("host/BroadbandHub.Orders/BroadbandHub.Orders.csproj", "../BroadbandHub.Billing/BroadbandHub.Billing.csproj")]
    [InlineData("sdk/BroadbandHub.Sdk/BroadbandHub.Sdk.csproj", "../BroadbandHub.Sdk.Web/BroadbandHub.Sdk.Web.csproj")]
    [InlineData("plugins/App.Acme/App.Acme.csproj", "../../host/BroadbandHub.Catalog/BroadbandHub.Catalog.csproj")]
    [InlineData("plugins/App.Acme/App.Acme.csproj", "../App.Other/App.Other.csproj")]
    [InlineData("samples/Acme/Acme.csproj", "../../host/BroadbandHub.Host/BroadbandHub.Host.csproj")]
    [InlineData("host/BroadbandHub.Billing/BroadbandHub.Billing.csproj", "../../tests/BroadbandHub.TestSupport/BroadbandHub.TestSupport.csproj")]
    [InlineData("host/BroadbandHub.Gossip/BroadbandHub.Gossip.csproj", "../../sdk/BroadbandHub.Sdk/BroadbandHub.Sdk.csproj")]
    public void A_reference_upwards_or_sideways_is_seen(string project, string reference)
    {
        using var house = new BrokenHouse(BrokenHouse.Project(project, reference));
        Assert.NotEmpty(Check(house.Root));
    }

    [Theory]
    [InlineData("host/BroadbandHub.Billing/BroadbandHub.Billing.csproj", "../BroadbandHub.Storage/BroadbandHub.Storage.csproj")]
    [InlineData("plugins/App.Acme/App.Acme.csproj", "../../sdk/BroadbandHub.Sdk.Web/BroadbandHub.Sdk.Web.csproj")]
    public void A_reference_downwards_is_allowed(string project, string reference)
    {
        using var house = new BrokenHouse(BrokenHouse.Project(project, reference));
        Assert.Empty(Check(house.Root));
    }

    [Fact]
    public void Package_versions_are_central_and_exact() => House.Holds(CheckVersions(Repository.Root));

    [Theory]
    [InlineData("<Project><ItemGroup><PackageReference Include=\"A\" Version=\"1.0.0\" /></ItemGroup></Project>")]
    [InlineData("<Project><ItemGroup><PackageReference Include=\"A\"><Version>1.0.0</Version></PackageReference></ItemGroup></Project>")]
    [InlineData("<Project><ItemGroup><PackageReference Include=\"A\" VersionOverride=\"1.0.0\" /></ItemGroup></Project>")]
    public void A_version_in_a_project_is_seen(string project)
    {
        using var house = new BrokenHouse(("host/A/A.csproj", project));
        Assert.NotEmpty(CheckVersions(house.Root));
    }

    [Fact]
    public void A_version_with_a_wildcard_is_seen()
    {
        using var house = new BrokenHouse(("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"A\" Version=\"10.*\" /></ItemGroup></Project>"));
        Assert.NotEmpty(CheckVersions(house.Root));
    }

    [Fact]
    public void Every_project_is_in_the_solution() => House.Holds(CheckSolution(Repository.Root));

    [Fact]
    public void A_project_that_the_solution_lacks_is_seen()
    {
        using var house = new BrokenHouse(BrokenHouse.Project("host/A/A.csproj"), ("BroadbandHub.sln", ""));
        Assert.NotEmpty(CheckSolution(house.Root));
    }

    private static List<string> Check(string root) =>
    [
        .. from project in Repository.Projects(root)
           from reference in References(root, project.Path, project.Project)
           let wrong = Wrong(project.Path, reference)
           where wrong is not null
           select $"{project.Path} refers to {reference}: {wrong}",
    ];

    private static string? Wrong(string project, string reference)
    {
        var (from, to) = (Path.GetFileNameWithoutExtension(project), Path.GetFileNameWithoutExtension(reference));
        return project.Split('/')[0] switch
        {
            "tests" => null,
            _ when reference.StartsWith("tests/", StringComparison.Ordinal) => "production code does not know its tests",
            "plugins" or "samples" => reference.StartsWith("sdk/", StringComparison.Ordinal) ? null : "plugins and samples see only the SDK",
            "sdk" or "host" => !Below.ContainsKey(from) ? "the project is not on the map in this test"
                : Reachable(from).Contains(to) ? null : "it does not lie below",
            _ => "projects live in sdk, host, plugins, samples or tests",
        };
    }

    private static HashSet<string> Reachable(string from)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(Below[from]);
        while (next.TryPop(out var project))
        {
            if (found.Add(project))
            {
                Array.ForEach(Below[project], next.Push);
            }
        }

        return found;
    }

    private static IEnumerable<string> References(string root, string project, XDocument content)
    {
        var folder = Path.Combine(root, Path.GetDirectoryName(project)!);
        return content.Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value.Replace("$(RepositoryRoot)", root + "/").Replace('\\', '/'))
            .Select(r => Repository.Relative(root, Path.GetFullPath(r, folder)));
    }

    private static List<string> CheckVersions(string root)
    {
        var inProjects = from project in Repository.Projects(root)
                         from package in project.Project.Descendants("PackageReference")
                         where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Element("Version") is not null
                         select $"{project.Path} gives {package.Attribute("Include")?.Value} a version; it belongs into Directory.Packages.props";
        var central = Path.Combine(root, "Directory.Packages.props");
        var wild = !File.Exists(central) ? [] : XDocument.Load(central).Descendants("PackageVersion")
            .Where(p => p.Attribute("Version")!.Value.AsSpan().IndexOfAny("*,[(") >= 0)
            .Select(p => $"{p.Attribute("Include")!.Value} has the version {p.Attribute("Version")!.Value}; versions are exact");
        return [.. inProjects, .. wild];
    }

    private static List<string> CheckSolution(string root)
    {
        var solution = File.ReadAllText(Path.Combine(root, "BroadbandHub.sln")).Replace('\\', '/');
        return [.. Repository.Projects(root).Select(p => p.Path).Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)).Select(p => $"{p} is not in BroadbandHub.sln")];
    }
}
