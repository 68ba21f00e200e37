using BroadbandHub.Sdk;

namespace App.NetworkDisk;

/// <summary>The settings, checked once when the plugin starts, so that a wrong one is a sentence on the console and not a failed order.</summary>
internal sealed record NetworkDiskOptions(Uri? BaseAddress, string ApiKey, TimeSpan TimeLimit)
{
    public static NetworkDiskOptions From(IPluginSettings settings)
    {
        var seconds = settings.Number("timeLimitSeconds");
        if (seconds is < 1 or > 25)
        {
            throw new InvalidOperationException("The time limit of a call must be 1 to 25 seconds. Change it in the plugin's settings.");
        }

        var limit = TimeSpan.FromSeconds((double)seconds);
        var address = settings.Text("baseAddress");
        if (string.IsNullOrWhiteSpace(address))
        {
            return new(null, "", limit);
        }

        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidOperationException("The address of the application must be an absolute http or https address. Change it in the plugin's settings.");
        }

        var key = settings.Text("apiKey");
        return string.IsNullOrWhiteSpace(key)
            ? throw new InvalidOperationException("An address of the application is set but no key for it. Add the key in the plugin's settings.")
            : new(uri, key, limit);
    }

    // A record prints its members; the key must not end up in a log that way.
    public override string ToString() => $"{BaseAddress?.ToString() ?? "no address"}, time limit {TimeLimit.TotalSeconds:0} s";
}
