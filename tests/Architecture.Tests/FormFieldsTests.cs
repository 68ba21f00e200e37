using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// A form's model takes whatever a browser sends under its properties' names (mass assignment), so a property that no field of the page shows is a field for attackers
/// alone.
/// </summary>
public sealed partial class FormFieldsTests
{
    [Fact]
    public void A_form_takes_only_what_its_page_shows() => House.Holds(Check(Repository.Root));

    [Fact]
    public void A_property_that_no_field_shows_is_seen()
    {
        const string page = "<HubField @bind-Value=\"Form.Name\" />\n@code {\n  [SupplyParameterFromForm] private Input Form { get; set; }\n  public sealed class Input { public string? Name { get; set; } ";
        using var house = new BrokenHouse(("host/A/Good.razor", page + "}\n}"), ("host/A/Bad.razor", page + "public bool IsAdministrator { get; set; } }\n}"));
        Assert.Equal("host/A/Bad.razor takes IsAdministrator from a form that does not show it", Assert.Single(Check(house.Root)));
    }

    private static List<string> Check(string root) =>
    [
        .. from file in Repository.Files(root, ".razor")
           let text = File.ReadAllText(Path.Combine(root, file))
           where text.Contains("[SupplyParameterFromForm", StringComparison.Ordinal)
           let parts = text.Split("\n@code", 2)
           from model in Models().Matches(parts[^1])
           from property in Properties().Matches(model.Value).Select(m => m.Groups[1].Value)
           where !Regex.IsMatch(parts[0], $@"\.{property}\b")
           select $"{file} takes {property} from a form that does not show it",
    ];

    [GeneratedRegex(@"public sealed class .*", RegexOptions.Singleline)]
    private static partial Regex Models();

    [GeneratedRegex(@"public [^\s(]+ (\w+) \{ get; set; \}")]
    private static partial Regex Properties();
}
