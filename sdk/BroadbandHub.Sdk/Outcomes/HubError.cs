namespace BroadbandHub.Sdk;

/// <summary>An expected refusal: something the caller can understand and act on. Never used for defects, which are exceptions.</summary>
/// <param name="Kind">What kind of refusal; decides the HTTP status.</param>
/// <param name="Code">Stable, machine-readable, lower case with dots and underscores, such as <c>bill.already_issued</c>. Never changes its meaning.</param>
/// <param name="Message">One or two sentences in English: what happened, why, and what to do.</param>
/// <param name="Field">The input field that is at fault (camelCase path as in the JSON request), or null.</param>
public sealed record HubError(ErrorKind Kind, string Code, string Message, string? Field = null)
{
    /// <summary>The input is wrong (HTTP 400).</summary>
    public static HubError Invalid(string code, string message, string? field = null) => new(ErrorKind.Invalid, code, message, field);

    /// <summary>The thing does not exist, or the caller may not know of it (HTTP 404).</summary>
    public static HubError NotFound(string code, string message) => new(ErrorKind.NotFound, code, message);

    /// <summary>The thing is not in a state that allows this, or somebody else changed it meanwhile (HTTP 409).</summary>
    public static HubError Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);

    /// <summary>The caller may not do this (HTTP 403).</summary>
    public static HubError Forbidden(string code, string message) => new(ErrorKind.Forbidden, code, message);

    /// <summary>Something this depends on is not there right now; trying again later may succeed (HTTP 503).</summary>
    public static HubError Unavailable(string code, string message) => new(ErrorKind.Unavailable, code, message);
}
