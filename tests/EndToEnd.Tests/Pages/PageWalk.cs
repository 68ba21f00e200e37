using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>Follows the links from the page that is open, and looks at one page of each kind.</summary>
internal static partial class PageWalk
{
    /// <summary>Answers the kinds that were reached; pages that do not answer are added to <paramref name="broken"/>.</summary>
    public static async Task<IReadOnlyCollection<string>> FollowAsync(IPage page, List<string> broken, Func<string, Task> look)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([new Uri(page.Url).AbsolutePath]);
        while (waiting.TryDequeue(out var path))
        {
            if (!seen.Add(Kind(path)))
            {
                continue;
            }

            var answer = await page.GotoAsync(path);
            if (answer!.Status != 200)
            {
                broken.Add($"{path}: answered {answer.Status}");
                continue;
            }

            await look(path);
            foreach (var link in await page.Locator("a[href^='/']").EvaluateAllAsync<string[]>("all => all.filter(a => !a.download).map(a => a.pathname)"))
            {
                if (IsPage(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        return seen;
    }

    /// <summary>Pages that differ only in the id are one kind.</summary>
    private static string Kind(string path) => Id().Replace(path, "/*");

    private static bool IsPage(string path) =>
        !path.Contains("sign-out", StringComparison.Ordinal) && !path.EndsWith("/pdf", StringComparison.Ordinal)
        && Regex.IsMatch(path, "^/(console|workspace|partner|s/|account|sign-in|$)");

    [GeneratedRegex("/([a-z]{2,4}_[0-9a-z]{26}|[0-9a-f]{8}-[0-9a-f-]{27})")]
    private static partial Regex Id();
}
