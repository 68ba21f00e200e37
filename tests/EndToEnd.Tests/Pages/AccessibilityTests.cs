using System.Text.Json;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>Every page of every audience, light and dark, under axe and under the Tab key.</summary>
public sealed class AccessibilityTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    internal static readonly string Axe = Path.Combine(HubProcess.RepositoryRoot(), "artifacts", "axe", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Tabs through the page from its top and answers what is wrong on the way.</summary>
    private const string Tabbable = """
        within => [...document.querySelector(within).querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
          .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]')
            && (e.type !== 'radio' || e.checked || ![...document.getElementsByName(e.name)].some(o => o.checked)))
          .map((e, i) => { e.dataset.tab = i; return e.outerHTML.slice(0, 400); })
        """;

    private const string Focused = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          const s = getComputedStyle(e);
          const seen = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
          return { tab: e.dataset.tab ?? '', seen, what: e.outerHTML.slice(0, 400) };
        }
        """;

    /// <summary>The page is asked everything once. In the dark nothing but its colours is another, so only those are asked about again; unless a style sheet says more of the dark.</summary>
    private const string Run = """
        again => {
          const says = sheet => { try { return [...sheet.cssRules].some(r => r.media?.mediaText.includes('prefers-color-scheme')); } catch { return true; } };
          const colours = () => axe.getRules(['cat.color']).filter(r => !r.tags.includes('wcag2aaa') && !r.tags.includes('experimental')).map(r => r.ruleId);
          const options = again && ![...document.styleSheets].some(says) ? { runOnly: { type: 'rule', values: colours() } } : {};
          return axe.run(document, { resultTypes: ['violations'], ...options }).then(r => r.violations);
        }
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("admin@hub.example")]
    [InlineData("boss@acme.example")]
    [InlineData("partner@diskworks.example")]
    public async Task Axe_finds_nothing_on_any_page_light_or_dark(string? email)
    {
        Assert.SkipUnless(File.Exists(Axe), "No axe-core: npm was missing or offline when the tests were built.");
        var page = await OpenAsync(email);
        var axe = await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken);
        var found = new List<string>();
        var seen = await PageWalk.FollowAsync(page, found, async path => found.AddRange(await ViolationsAsync(page, path, axe)));
        Assert.True(found.Count == 0, string.Join('\n', found.Distinct(StringComparer.Ordinal)));
        Assert.True(seen.Count >= 2, "Only few pages were reached: " + string.Join(' ', seen));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Axe_finds_what_is_wrong()
    {
        Assert.SkipUnless(File.Exists(Axe), "No axe-core: npm was missing or offline when the tests were built.");
        var page = await OpenAsync(null);
        await page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p style=\"color:#bbb;background:#fff\">pale</p>')");
        var found = await ViolationsAsync(page, "/", await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));
        Assert.Contains(found, f => f.Contains("label:", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("Light: color-contrast:", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("Dark: color-contrast:", StringComparison.Ordinal));
        await page.Context.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("admin@hub.example")]
    [InlineData("boss@acme.example")]
    [InlineData("partner@diskworks.example")]
    public async Task The_Tab_key_reaches_everything_and_the_focus_is_seen(string? email)
    {
        var page = await OpenAsync(email);
        var wrong = new List<string>();
        var first = true;
        await PageWalk.FollowAsync(page, wrong, async path =>
        {
            // The frame is the same on each page: it is walked once, and skipped as its readers skip it from then on.
            wrong.AddRange(await TabThroughAsync(page, path, first ? "body" : "#main"));
            first = false;
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct(StringComparer.Ordinal)));
        await page.Context.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(string? email)
    {
        if (email is not null)
        {
            var signedIn = await portal.SignInAsync(email);
            await portal.SellAsync();
            return signedIn;
        }

        var page = await (await portal.OpenAsync()).NewPageAsync();
        await page.GotoAsync("/");
        return page;
    }

    internal static async Task<List<string>> ViolationsAsync(IPage page, string path, string axe)
    {
        await page.EvaluateAsync(axe + ";undefined");
        return [.. await InAsync(ColorScheme.Light), .. await InAsync(ColorScheme.Dark)];

        async Task<IEnumerable<string>> InAsync(ColorScheme theme)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            var result = await page.EvaluateAsync<JsonElement>(Run, theme == ColorScheme.Dark);
            return result.EnumerateArray().SelectMany(v => v.GetProperty("nodes").EnumerateArray().Select(n =>
                $"{path} {theme}: {v.GetProperty("id").GetString()}: {n.GetProperty("html").GetString()![..Math.Min(160, n.GetProperty("html").GetString()!.Length)]} {n.GetProperty("failureSummary").GetString()!.Split('\n').ElementAtOrDefault(1)?.Trim()}"));
        }
    }

    private static async Task<List<string>> TabThroughAsync(IPage page, string path, string within)
    {
        var wrong = new List<string>();
        var wanted = await page.EvaluateAsync<string[]>(Tabbable, within);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); window.scrollTo(0, 0); }");
        for (var i = 0; i < wanted.Length + 20 && reached.Count < wanted.Length; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<JsonElement?>(Focused);
            if (focused is not { ValueKind: JsonValueKind.Object } at)
            {
                break;
            }

            if (i == 0 && !at.GetProperty("what").GetString()!.Contains("#main", StringComparison.Ordinal))
            {
                wrong.Add($"{path}: the first stop is no skip link: {at.GetProperty("what").GetString()}");
            }

            if (!at.GetProperty("seen").GetBoolean())
            {
                wrong.Add($"{path}: no focus is seen on {at.GetProperty("what").GetString()}");
            }

            if (at.GetProperty("tab").GetString() is { Length: > 0 } stop)
            {
                reached.Add(stop);
            }

            if (i == 0 && within != "body")
            {
                await page.Keyboard.PressAsync("Enter");
            }
        }

        wrong.AddRange(wanted.Where((_, i) => !reached.Contains(i.ToString(System.Globalization.CultureInfo.InvariantCulture))).Select(w => $"{path}: Tab does not reach {w}"));
        return wrong;
    }
}
