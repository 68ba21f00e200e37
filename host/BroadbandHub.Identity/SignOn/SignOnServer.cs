using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using Permissions = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace BroadbandHub.Identity.SignOn;

/// <summary>How OpenIddict signs people on: code with PKCE by SHA-256 and nothing else; a refresh token is good once, and whoever shows a used one ends the whole sign-on.</summary>
internal static class SignOnServer
{
    public static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetUserInfoEndpointUris("connect/userinfo").SetEndSessionEndpointUris("connect/end-session")
            .SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow();
        server.Configure(o => o.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain));
        server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2)).SetIdentityTokenLifetime(TimeSpan.FromMinutes(10)).SetRefreshTokenLifetime(TimeSpan.FromDays(14));
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);

        // A sign-on ends a fortnight after it began, however often it is refreshed: what is forgotten about it then (PruneSignOns) opens nothing any more.
        server.DisableSlidingRefreshTokenExpiration();
        server.RegisterScopes(OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email);
        server.RegisterClaims(
            OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Email, OpenIddictConstants.Claims.Locale, SignOnClaims.SessionId, SignOnClaims.EnterpriseId,
            SignOnClaims.EnterpriseName, SignOnClaims.DepartmentId, SignOnClaims.DepartmentName, SignOnClaims.Subscriptions, SignOnClaims.Roles);
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseInlineHandler(LeaveProgramsOut)
            .SetOrder(OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 1));
        server.AddEventHandler(RevokeChain.Descriptor);
        server.AddEventHandler<ValidateIntrospectionRequestContext>(handler => handler.UseScopedHandler<RefuseDeadClients>().SetOrder(int.MaxValue - 1000));
        server.AddEventHandler<ValidateRevocationRequestContext>(handler => handler.UseScopedHandler<RefuseDeadClients>().SetOrder(int.MaxValue - 1000));
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseInlineHandler(Advertise));
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler.UseInlineHandler(c => ShowAPerson(c, c.RedirectUri))
            .SetOrder(ProcessLocalErrorResponse<ApplyAuthorizationResponseContext>.Descriptor.Order - 1));
        server.AddEventHandler<ApplyEndSessionResponseContext>(handler => handler.UseInlineHandler(c => ShowAPerson(c, c.PostLogoutRedirectUri))
            .SetOrder(ProcessLocalErrorResponse<ApplyEndSessionResponseContext>.Descriptor.Order - 1));
    }

    // Usage arrives thousands of times a second: a program's token is checked by its signature and by what CredentialStates remembers of its credential.
    private static ValueTask LeaveProgramsOut(GenerateTokenContext context)
    {
        if (context.Request?.IsClientCredentialsGrantType() == true)
        {
            context.CreateTokenEntry = false;
        }

        return default;
    }

    /// <summary>
    /// A request that names no address to send the answer to, or one that is not registered, is answered where it came: to a browser with a page instead of OpenIddict's plain text. The
    /// page shows nothing of the request, which a stranger may have written.
    /// </summary>
    private static ValueTask ShowAPerson(BaseRequestContext context, string? leadsTo)
    {
        if (context.Transaction.Response?.Error is not null && string.IsNullOrEmpty(leadsTo) && context.Transaction.GetHttpRequest() is { } request
            && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html"))
        {
            request.HttpContext.Response.Redirect("/sign-on/refused");
            context.HandleRequest();
        }

        return default;
    }

    private static ValueTask Advertise(HandleConfigurationRequestContext context)
    {
        // What programs of the operator can be allowed is nobody else's business.
        context.Scopes.RemoveWhere(s => s.Contains('.', StringComparison.Ordinal));
        context.Metadata["backchannel_logout_supported"] = true;
        context.Metadata["backchannel_logout_session_supported"] = true;
        return default;
    }
}

/// <summary>What a client of an application may do beyond a program's own tokens.</summary>
internal static class SignOnClients
{
    private static readonly string[] All =
    [
        Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
        Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, Permissions.Scopes.Email,
    ];

    public static void Allow(OpenIddictApplicationDescriptor descriptor, SignOnApplication application)
    {
        Replace(descriptor.RedirectUris, application.RedirectUris);
        Replace(descriptor.PostLogoutRedirectUris, application.PostLogoutUris);
        if (descriptor.RedirectUris.Count > 0)
        {
            descriptor.Permissions.UnionWith(All);
        }
        else
        {
            descriptor.Permissions.ExceptWith(All);
        }
    }

    private static void Replace(HashSet<Uri> uris, string lines)
    {
        uris.Clear();
        uris.UnionWith(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => new Uri(l)));
    }
}
