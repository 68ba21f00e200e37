using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Portal.Shell;

/// <summary>What every answer says to the browser about what it may do with the page.</summary>
internal static class SecurityHeaders
{
    // Server-drawn charts carry style attributes; scripts come from files alone.
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";

        // The API reader at /docs brings a page of its own that does not live by this policy.
        if (!context.Request.Path.StartsWithSegments("/docs"))
        {
            headers.ContentSecurityPolicy = Policy;
        }

        return next(context);
    });
}
