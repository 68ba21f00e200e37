using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.Contracts;

/// <summary>
/// Whether this hub shows the demonstration, whose accounts have a public password. Never outside Development; in Development by itself only where
/// the hub makes its own database, and for any other database only when <c>Hub:Demo</c> says so.
/// </summary>
public static class DemoSwitch
{
    public const string Setting = "Hub:Demo";

    public static bool IsOn(IConfiguration configuration) => configuration.GetValue<bool?>(Setting) == true;

    public static bool Decide(IConfiguration configuration, bool isDevelopment, bool isOwnDatabase) => configuration.GetValue<bool?>(Setting) switch
    {
        true when !isDevelopment => throw new InvalidOperationException(
            "Hub:Demo makes accounts whose password is public, so it works in Development only. Remove the setting, or set ASPNETCORE_ENVIRONMENT=Development for a hub that nobody relies on."),
        { } said => said,
        null => isDevelopment && isOwnDatabase,
    };
}
