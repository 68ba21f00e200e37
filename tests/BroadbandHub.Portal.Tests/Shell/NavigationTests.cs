using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Portal.Shell;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Tests.Shell;

public sealed class NavigationTests
{
    private static readonly LocalText Sales = new("Sales", "销售");

    [Fact]
    public void Entries_of_modules_come_before_sections_of_plugins_and_public_ones_last()
    {
        var menu = Menu(
            [Item("Later", 200), Item("Sooner", 100)],
            [Section(Audience.Public, "News"), Section(Audience.Operator, "Desk")]);

        Assert.Equal(
            [("Sales", "Sooner,Later"), ("Add-ons", "Desk"), ("For everyone", "News")],
            menu.Groups(Audience.Operator).Select(g => (g.Title, string.Join(',', g.Links.Select(l => l.Title)))));
    }

    [Fact]
    public void What_the_viewer_may_not_open_is_not_shown()
    {
        var menu = Menu([Item("Secret", 100, "no.such"), Item("Open", 100)], [Section(Audience.Operator, "Hidden", "no.such")]);

        Assert.Equal("Open", Assert.Single(menu.Groups(Audience.Operator).SelectMany(g => g.Links)).Title);
    }

    [Fact]
    public void Another_audiences_entries_are_not_shown() =>
        Assert.Empty(Menu([Item("Console only", 100)], [Section(Audience.Partner, "Partners only")]).Groups(Audience.Enterprise));

    private static Navigation Menu(NavigationItem[] items, PluginSection[] sections) => new(items, new Contributions(sections), new Viewer());

    private static NavigationItem Item(string title, int order, string? permission = null) =>
        new(Audience.Operator, Sales, new(title), "sell", "/console/" + title, permission, order);

    private static PluginSection Section(Audience audience, string title, string? permission = null) =>
        new("portal.news", title, audience, new(title), "newspaper", "/s/portal.news/" + title, permission, 100);

    private sealed class Viewer : IViewer
    {
        public bool IsSignedIn => true;

        public string Name => "Lin Wei";

        public string? Organisation => null;

        public Audience Audience => Audience.Operator;

        public bool Can(string permission) => permission == "yes";
    }

    private sealed class Contributions(PluginSection[] sections) : IPluginContributions
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public IReadOnlyList<PluginSection> Sections => sections;

        public IReadOnlyList<PluginWidget> Widgets => [];

        public IReadOnlyList<PluginPermission> Permissions => [];
    }
}
