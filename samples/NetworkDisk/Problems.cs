namespace NetworkDisk;

/// <summary>Refusals as problem+json with a stable code.</summary>
internal static class Problems
{
    public static IResult Unexpected => Of(500, "disk.unexpected", "Something went wrong here. It has been logged.");

    public static IResult UnknownSubscription => Of(404, "subscription.unknown", "There is no such subscription here, or it has ended.");

    public static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code });
}
