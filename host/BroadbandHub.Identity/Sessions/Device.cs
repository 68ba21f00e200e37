namespace BroadbandHub.Identity.Sessions;

/// <summary>A browser and its system in words, out of what the browser says of itself: enough to tell one's own devices apart, and no more than a claim.</summary>
internal static class Device
{
    // Most browsers also name those they want to be taken for, so the particular ones come first.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("MicroMessenger/", "WeChat"), ("QQBrowser/", "QQ Browser"), ("UCBrowser/", "UC Browser"),
        ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as "Firefox 128 · Linux"; null when the browser says nothing that is known.</summary>
    public static string? Describe(string userAgent)
    {
        var (sign, browser) = Browsers.FirstOrDefault(b => userAgent.Contains(b.Sign, StringComparison.Ordinal));
        var system = Systems.FirstOrDefault(s => userAgent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        if (browser is null)
        {
            return system;
        }

        var version = new string([.. userAgent[(userAgent.IndexOf(sign, StringComparison.Ordinal) + sign.Length)..].TakeWhile(char.IsAsciiDigit).Take(4)]);
        var name = version.Length > 0 ? $"{browser} {version}" : browser;
        return system is null ? name : $"{name} · {system}";
    }
}
