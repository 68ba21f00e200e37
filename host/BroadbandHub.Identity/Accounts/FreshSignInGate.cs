using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Stands before every <see cref="GuardedDeed"/>, in pages and in the API alike. After routing, authorization and antiforgery.</summary>
internal static class FreshSignInGate
{
    // What the framework calls the name of a page's form.
    private const string FormName = "_handler";

    public static void Use(IApplicationBuilder app)
    {
        var deeds = app.ApplicationServices.GetServices<GuardedDeed>().ToLookup(d => Normal(d.Route), StringComparer.OrdinalIgnoreCase);
        var fresh = app.ApplicationServices.GetRequiredService<FreshSignIn>();
        if (!fresh.GuardsDeeds)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && deeds[Normal(route)].Any()
                && HubSession.Of(context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult) is { } session
                && await IsDeedAsync(context.Request, deeds[Normal(route)]) && !await IsProvedAsync(context, fresh, session))
            {
                await AskAsync(context);
                return;
            }

            await next(context);
        });
    }

    /// <summary>A guard whose route is spelt wrong guards nothing, so the hub must not start with one.</summary>
    public static void Check(IEndpointRouteBuilder routes)
    {
        var mapped = routes.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Select(e => Normal(e.RoutePattern.RawText ?? "")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (routes.ServiceProvider.GetServices<GuardedDeed>().FirstOrDefault(d => !mapped.Contains(Normal(d.Route))) is { } lost)
        {
            throw new InvalidOperationException($"A fresh sign-in is wanted for {lost.Route}, but nothing is mapped there.");
        }
    }

    private static async Task<bool> IsDeedAsync(HttpRequest request, IEnumerable<GuardedDeed> deeds)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return deeds.Any(d => d.AskFirst);
        }

        if (deeds.Any(d => d.Form is null))
        {
            return true;
        }

        // The page refuses it by itself; nobody may read such a form, not even to see which one it is.
        if (request.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            return false;
        }

        // Whoever names no form or several is up to something.
        var posted = request.HasFormContentType ? (await request.ReadFormAsync(request.HttpContext.RequestAborted))[FormName] : default;
        var named = posted.Concat(request.Query[FormName]).ToList();
        return named.Count != 1 || deeds.Any(d => IsForm(d.Form!, named[0] ?? ""));
    }

    private static bool IsForm(string form, string named) => form.EndsWith('*') ? named.StartsWith(form[..^1], StringComparison.Ordinal) : named == form;

    private static async Task<bool> IsProvedAsync(HttpContext context, FreshSignIn fresh, HubSession session)
    {
        if (!fresh.Is(session))
        {
            return false;
        }

        var user = context.RequestServices.GetRequiredService<CurrentUser>();
        return user.HasUsedKey || user.PersonId is not { } person || !await context.RequestServices.GetRequiredService<KeyRules>().HasKeyAsync(person, context.RequestAborted);
    }

    private static Task AskAsync(HttpContext context)
    {
        if (!context.Request.IsForPeople())
        {
            return FreshSignIn.Required.ToProblem().ExecuteAsync(context);
        }

        var back = context.Request.Path + context.Request.QueryString;
        context.Response.Redirect("/sign-in?again=true&deed=true&returnUrl=" + Uri.EscapeDataString(back));
        return Task.CompletedTask;
    }

    private static string Normal(string route) => "/" + route.Trim('/');
}
