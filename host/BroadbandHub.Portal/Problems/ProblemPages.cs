using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Portal.Problems;

/// <summary>Every refusal has a body: a page for people, problem+json with a stable code for programs.</summary>
internal static partial class ProblemPages
{
    public static void Use(IApplicationBuilder app)
    {
        app.Use(async (context, next) =>
        {
            await next(context);
            var response = context.Response;
            if (response is { StatusCode: >= 400, HasStarted: false, ContentLength: null or 0 } && string.IsNullOrEmpty(response.ContentType))
            {
                await AnswerAsync(context, response.StatusCode);
            }
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            SuppressDiagnosticsCallback = diagnostics => diagnostics.Exception is BadHttpRequestException,
            ExceptionHandler = context =>
            {
                var thrown = context.Features.Get<IExceptionHandlerFeature>()?.Error;
                return AnswerAsync(context, thrown is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
            },
        });
    }

    /// <summary>Whether a person asked with a browser for a page, rather than a program for data.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !ProgramPaths().IsMatch(request.Path.Value ?? "");

    private static async Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (!IsForPeople(context.Request))
        {
            var code = CodeOf(status);
            await Results.Problem(PortalTexts.T.All("en").GetValueOrDefault($"problem.{status}.text"), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code })
                .ExecuteAsync(context);
            return;
        }

        // The failed request may have used the scope's renderer already: the problem page gets a scope of its own.
        var before = context.RequestServices;
        await using var scope = before.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        context.SetEndpoint(null);
        try
        {
            await new RazorComponentResult<ProblemDocument>(new { Status = status }) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(context);
        }
        catch (Exception failed) when (!context.Response.HasStarted)
        {
            // The shell itself is what fails: a plain sentence is better than nothing.
            before.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProblemPages)).LogError(failed, "The problem page could not be shown");
            await context.Response.WriteAsync(PortalTexts.T["problem.500.text"]);
        }
        finally
        {
            context.RequestServices = before;
        }
    }

    private static string CodeOf(int status) => status switch
    {
        400 => "input.malformed",
        401 => "auth.required",
        403 => "auth.forbidden",
        404 => "route.not_found",
        405 => "route.method_not_allowed",
        413 => "input.too_large",
        415 => "input.unsupported_media_type",
        429 => "request.too_many",
        >= 500 => "hub.unexpected",
        _ => "request.refused",
    };

    [GeneratedRegex(@"^/([a-z-]+/v\d+(/|$)|connect/|plugins/|_plugins/|openapi/|health/|_content/)")]
    private static partial Regex ProgramPaths();
}
