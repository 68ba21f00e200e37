using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.Grants;

/// <summary>Whether two people stand behind each permission of operator staff. Scoped.</summary>
internal sealed class FourEyes(CurrentUser user, IConfiguration configuration)
{
    public const string Setting = "Hub:GrantsNeedSecondPerson";

    /// <summary>For people of this audience. The hub itself, at its command line, waits for nobody.</summary>
    public bool IsNeeded(Audience audience) => audience == Audience.Operator && !user.IsHub && configuration.GetValue<bool>(Setting);
}
