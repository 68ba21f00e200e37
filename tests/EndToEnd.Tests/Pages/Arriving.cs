using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>Waits until a page has come to an address and is loaded.</summary>
internal static class Arriving
{
    private static readonly PageWaitForURLOptions Begun = new() { WaitUntil = WaitUntilState.Commit };

    public static async Task ComesToAsync(this IPage page, Func<string, bool> isThere)
    {
        await page.WaitForURLAsync(isThere, Begun);
        await LoadedAsync(page);
    }

    public static async Task ComesToAsync(this IPage page, Regex address)
    {
        await page.WaitForURLAsync(address, Begun);
        await LoadedAsync(page);
    }

    public static async Task ComesToAsync(this IPage page, string address)
    {
        await page.WaitForURLAsync(address, Begun);
        await LoadedAsync(page);
    }

    public static async Task LoadedAsync(this IPage page)
    {
        try
        {
            await page.WaitForLoadStateAsync(LoadState.Load, new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            // On a busy machine the driver misses the event of a page that is loaded just while it begins to wait for it; then it would wait for ever.
        }
    }
}
