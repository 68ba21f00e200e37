using Microsoft.AspNetCore.Diagnostics;

namespace NetworkDisk;

/// <summary>Refusals as problem+json with a stable code.</summary>
internal static class Problems
{
    public static IResult UnknownSubscription => Of(404, "subscription.unknown", "There is no such subscription here, or it has ended.");

    /// <summary>Answers for what an endpoint threw: what could not be read is the caller's fault, everything else ours.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        var problem = context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
            ? Of(bad.StatusCode, "request.malformed", "The request could not be read.")
            : Of(500, "disk.unexpected", "Something went wrong here. It has been logged.");
        return problem.ExecuteAsync(context);
    }

    public static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code });
}
