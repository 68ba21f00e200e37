using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Whether somebody has proved lately who they are: an open session alone does not show that its owner sits there.</summary>
internal sealed class FreshSignIn(IConfiguration configuration, TimeProvider clock)
{
    public const string Setting = "Hub:FreshSignInMinutes";
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    public static readonly HubError Required = HubError.Forbidden("auth.fresh_sign_in_required", "Confirm that it is you: sign in once more, then do it again.");

    /// <summary>Not in the demonstration, whose passwords stand on the sign-in page, unless somebody wants to see it (host/decisions/0014).</summary>
    public bool GuardsDeeds => !DemoSwitch.IsOn(configuration) || configuration[Setting] is not null;

    public TimeSpan Window => configuration.GetValue<int?>(Setting) is > 0 and <= 600 and var minutes ? TimeSpan.FromMinutes(minutes) : Usual;

    public bool Is(HubSession? session) => session is not null && clock.GetUtcNow() - session.ProvedAt <= Window;
}
