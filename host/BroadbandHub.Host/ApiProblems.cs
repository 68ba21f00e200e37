using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Diagnostics;

namespace BroadbandHub.Host;

/// <summary>Errors of the HTTP API that no use case answers: always problem+json with a stable code, never an empty body or a stack trace.</summary>
internal static class ApiProblems
{
    /// <summary>Applications send people here, by a form as well (OpenID Connect Core 3.1.2.1, RP-Initiated Logout 2). Neither does anything by itself: the one asks who is there, the other whether to leave.</summary>
    private static readonly HashSet<string> MadeForOthers = new(StringComparer.OrdinalIgnoreCase) { "/connect/authorize", "/connect/end-session" };

    /// <summary>Routing knows no case, so this must not either: the guard against other origins hangs on it.</summary>
    public static bool IsApi(HttpContext context) =>
        context.Request.Path.Value is { } path && (path.Contains("/v1/", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/v1", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("/plugins/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/connect/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Turns what the framework throws at bad input into a 400, and what we did not expect into a 500 that says nothing of the inside.</summary>
    /// <param name="publicUrl">Where people reach the hub: the origin of its pages, also behind a proxy that calls it by another name.</param>
    public static void UseApiProblems(this IApplicationBuilder app, Uri? publicUrl) => app.UseWhen(IsApi, api =>
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = diagnostics => diagnostics.Exception is BadHttpRequestException,
            ExceptionHandler = context => OfException(context.Features.Get<IExceptionHandlerFeature>()).ExecuteAsync(context),
        });
        api.UseStatusCodePages(pages => OfStatus(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
        api.Use((context, next) => IsForgeable(context.Request, publicUrl)
            ? Problem(StatusCodes.Status403Forbidden, "auth.cross_origin", "A page of another origin may not do this with your sign-in. Use an access token.").ExecuteAsync(context)
            : next(context));
    });

    /// <summary>
    /// A change that another origin's page asks a browser to make. Browsers name the origin of every such request (RFC 6454 §7.3, Fetch standard), and a
    /// sibling host or another port counts as the same site for the cookie, so the cookie alone proves nothing. A token is never sent by itself.
    /// </summary>
    private static bool IsForgeable(HttpRequest request, Uri? publicUrl) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && !request.Headers.ContainsKey("Authorization")
        && !MadeForOthers.Contains(request.Path.Value?.TrimEnd('/') ?? "")
        && request.Headers.Origin is [{ Length: > 0 } origin]
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) || from.GetLeftPart(UriPartial.Authority) == publicUrl?.GetLeftPart(UriPartial.Authority)));

    private static IResult OfException(IExceptionHandlerFeature? thrown) => thrown?.Error switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => OfStatus(StatusCodes.Status413PayloadTooLarge),
        BadHttpRequestException bad => BindingProblems.Describe(bad, thrown.Endpoint).ToProblem(),
        _ => Problem(StatusCodes.Status500InternalServerError, "hub.unexpected", "Something went wrong in the hub. It has been logged; nothing was half written."),
    };

    private static IResult OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problem(status, "auth.required", "Sign in, or send a valid access token."),
        StatusCodes.Status403Forbidden => Problem(status, "auth.forbidden", "You are signed in, but may not do this."),
        StatusCodes.Status404NotFound => Problem(status, "route.not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => Problem(status, "route.method_not_allowed", "This address does not know this method."),
        StatusCodes.Status413PayloadTooLarge => Problem(status, "input.too_large", "The request body is larger than this address takes."),
        StatusCodes.Status415UnsupportedMediaType => Problem(status, "input.unsupported_media_type", "Send the content type that this address documents."),
        _ => Problem(status, "http." + status.ToString(System.Globalization.CultureInfo.InvariantCulture), "The request could not be answered."),
    };

    private static IResult Problem(int status, string code, string message) =>
        Results.Problem(message, statusCode: status, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code });
}
