using BroadbandHub.Sdk;

namespace Portal.News;

/// <summary>The settings, checked once when the plugin starts.</summary>
internal sealed record NewsOptions(TimeZoneInfo Zone, int FeedLength)
{
    public static NewsOptions From(IPluginSettings settings)
    {
        var zone = settings.Text("timeZone") ?? "";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            throw new InvalidOperationException($"There is no time zone '{zone}'. Use an IANA name such as Asia/Shanghai in the plugin's settings.");
        }

        var length = settings.Number("feedLength");
        return length is < 1 or > 100
            ? throw new InvalidOperationException("The feed holds 1 to 100 articles. Change it in the plugin's settings.")
            : new(found, (int)length);
    }
}
