using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.SignOn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Accounts;

internal static class SignOut
{
    // Binding the form makes the framework check its antiforgery token: no other site can sign anybody out.
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", async (HttpContext context, [FromForm] IFormCollection form, SessionBook sessions) =>
    {
        await HubSession.EndAsync(context, sessions);
        return Results.LocalRedirect("/");
    }).AllowAnonymous().ExcludeFromDescription();
}
