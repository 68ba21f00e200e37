using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Addresses that other modules lead to.</summary>
public static class PortalPaths
{
    /// <summary>The start page of an audience.</summary>
    public static string Home(Audience audience) => audience switch
    {
        Audience.Operator => "/console",
        Audience.Enterprise => "/workspace",
        Audience.Partner => "/partner",
        _ => "/",
    };
}
