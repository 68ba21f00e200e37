using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>Follows the links of an audience from its start page and looks at every page it reaches, in both languages, wide and narrow.</summary>
public sealed partial class EveryPageTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("admin@hub.example", "en", 1280)]
    [InlineData("admin@hub.example", "zh", 390)]
    [InlineData("boss@acme.example", "en", 390)]
    [InlineData("boss@acme.example", "zh", 1280)]
    [InlineData("partner@diskworks.example", "zh", 1280)]
    [InlineData("partner@diskworks.example", "en", 390)]
    public async Task Every_page_has_its_words_its_title_and_room_for_them(string email, string language, int width)
    {
        var page = await portal.SignInAsync(email, width: width);
        await portal.SellAsync();
        await page.Context.AddCookiesAsync([new() { Name = "hub.language", Value = language, Url = portal.Hub.Address.ToString() }]);
        var broken = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                broken.Add($"{page.Url}: console: {message.Text}");
            }
        };
        var seen = await PageWalk.FollowAsync(page, broken, async path => broken.AddRange(await FaultsAsync(page, path, language)));
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(seen.Count >= 3, "Only few pages were reached: " + string.Join(' ', seen));
        await page.Context.DisposeAsync();
    }

    private static async Task<List<string>> FaultsAsync(IPage page, string path, string language)
    {
        var faults = new List<string>();
        var text = await page.InnerTextAsync("body");
        faults.AddRange(MissingText().Matches(text).Select(m => $"{path}: no text for {m.Value}"));
        if (await page.Locator("h1").CountAsync() != 1)
        {
            faults.Add($"{path}: not one h1");
        }

        if (!(await page.TitleAsync()).Contains("BroadbandHub", StringComparison.Ordinal))
        {
            faults.Add($"{path}: title '{await page.TitleAsync()}'");
        }

        if (await page.EvaluateAsync<string>("document.documentElement.lang") is var lang && !lang.StartsWith(language, StringComparison.Ordinal))
        {
            faults.Add($"{path}: lang is '{lang}'");
        }

        if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 1 and var more)
        {
            faults.Add($"{path}: {more} pixels too wide");
        }

        return faults;
    }

    [GeneratedRegex(@"\[[a-z]+[a-z_]*(\.[A-Za-z_]+)+\]")]
    private static partial Regex MissingText();
}
