using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Sdk.Web;

/// <summary>Turns outcomes into HTTP answers, alike everywhere: refusals are problem+json (RFC 9457) with a stable <c>code</c>.</summary>
public static class HubResults
{
    /// <summary>The answer to a refusal: status by its kind, <c>code</c>, <c>detail</c>, and <c>field</c> when there is one.</summary>
    public static IResult ToProblem(this HubError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var status = error.Kind switch
        {
            ErrorKind.Invalid => StatusCodes.Status400BadRequest,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        var more = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = error.Code };
        if (error.Field is not null)
        {
            more["field"] = error.Field;
        }

        return Results.Problem(error.Message, statusCode: status, extensions: more);
    }

    /// <summary>The answer to an outcome.</summary>
    /// <param name="outcome">What came of the use case.</param>
    /// <param name="ok">Makes the answer of success; <c>Results.Ok</c> of the value when null.</param>
    public static IResult ToHttp<T>(this Outcome<T> outcome, Func<T, IResult>? ok = null)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Match(value => ok is null ? Results.Ok(value) : ok(value), ToProblem);
    }
}
