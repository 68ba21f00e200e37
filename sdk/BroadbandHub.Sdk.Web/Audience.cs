namespace BroadbandHub.Sdk.Web;

/// <summary>Who a page is for.</summary>
public enum Audience
{
    /// <summary>Anybody, also without signing in.</summary>
    Public,

    /// <summary>People of an enterprise: the workspace.</summary>
    Enterprise,

    /// <summary>People of a partner.</summary>
    Partner,

    /// <summary>Operator staff: the console.</summary>
    Operator,
}
