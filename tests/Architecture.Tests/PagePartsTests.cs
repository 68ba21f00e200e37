namespace Architecture.Tests;

/// <summary>The framework starts all parts of a page at once, and they share the request's database connection: each that loads takes its turn, or reads with a scope of its own.</summary>
public sealed class PagePartsTests
{
    // It only asks plugins, which have connections of their own, and they are asked together so that the slowest is waited for once.
    private const string AsksPluginsOnly = "host/BroadbandHub.Portal/Start/Widgets.razor";

    [Fact]
    public void A_part_of_a_page_that_loads_data_takes_its_turn() => House.Holds(Check(Repository.Root));

    [Fact]
    public void A_part_that_loads_out_of_turn_is_seen()
    {
        const string loads = "@code { protected override async Task OnInitializedAsync() => rows = await Load(); }";
        using var house = new BrokenHouse(
            ("host/A/Part.razor", loads), ("host/A/Whole.razor", "@page \"/a\"\n" + loads),
            ("host/A/Good.razor", "@code { protected override async Task OnInitializedAsync() { using var turn = await Turn.EnterAsync(); } }"));
        Assert.StartsWith("host/A/Part.razor", Assert.Single(Check(house.Root)), StringComparison.Ordinal);
    }

    private static List<string> Check(string root) =>
    [
        .. from file in Repository.Files(root, ".razor")
           where file.StartsWith("host/", StringComparison.Ordinal) && file != AsksPluginsOnly
           let text = File.ReadAllText(Path.Combine(root, file))
           where !text.Contains("@page ", StringComparison.Ordinal)
           where text.Contains("OnInitializedAsync", StringComparison.Ordinal) || text.Contains("OnParametersSetAsync", StringComparison.Ordinal)
           where !text.Contains("Turn.EnterAsync()", StringComparison.Ordinal) && !text.Contains("@inherits OwningComponentBase", StringComparison.Ordinal)
           select $"{file} loads data as a part of a page: inject PageTurn and take a turn around the loading",
    ];
}
