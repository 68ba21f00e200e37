namespace BroadbandHub.Sdk;

/// <summary>The kinds of expected refusal.</summary>
public enum ErrorKind
{
    /// <summary>The input is wrong (HTTP 400).</summary>
    Invalid,

    /// <summary>The thing does not exist (HTTP 404).</summary>
    NotFound,

    /// <summary>The state does not allow it (HTTP 409).</summary>
    Conflict,

    /// <summary>The caller may not do this (HTTP 403).</summary>
    Forbidden,

    /// <summary>A dependency is not there right now (HTTP 503).</summary>
    Unavailable,
}
