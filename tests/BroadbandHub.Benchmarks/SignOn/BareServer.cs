using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace BroadbandHub.Benchmarks.SignOn;

/// <summary>
/// OpenIddict as its documentation's first pages have it, on SQLite, with the same flows, lifetimes and token formats as the hub and nothing else: no seats, no sessions to list and end, no
/// logs, no sign-out of applications. A process of its own, started by the benchmark.
/// </summary>
internal static class BareServer
{
    public const string ClientId = "bare";
    public const string Secret = "a-secret-of-the-benchmark-alone";

    public static async Task RunAsync(string address, string file, string redirect)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.Services.AddDbContext<BareDb>(o => o.UseSqlite($"Data Source={file}").UseOpenIddict());
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<BareDb>())
            .AddServer(server =>
            {
                server.SetTokenEndpointUris("connect/token").SetAuthorizationEndpointUris("connect/authorize");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
                server.RegisterScopes(Scopes.Profile, Scopes.Email, "billing.usage").DisableAccessTokenEncryption();
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            });
        await using var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<BareDb>();
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
            await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
            {
                ClientId = ClientId, ClientSecret = Secret, ConsentType = ConsentTypes.Implicit, RedirectUris = { new Uri(redirect) },
                Permissions =
                {
                    Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
                    Permissions.GrantTypes.ClientCredentials, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, Permissions.Scopes.Email, Permissions.Prefixes.Scope + "billing.usage",
                },
            });
        }

        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in", () => Results.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "boss")], CookieAuthenticationDefaults.AuthenticationScheme)),
            authenticationScheme: CookieAuthenticationDefaults.AuthenticationScheme));
        app.MapGet("/connect/authorize", async (HttpContext context) =>
            await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme) is { Principal: { } person }
                ? SignIn(person.FindFirstValue(ClaimTypes.NameIdentifier)!, context.GetOpenIddictServerRequest()!.GetScopes())
                : Results.Challenge());
        app.MapPost("/connect/token", async (HttpContext context) =>
        {
            var request = context.GetOpenIddictServerRequest()!;
            return request.IsClientCredentialsGrantType()
                ? SignIn(request.ClientId!, request.GetScopes())
                : Results.SignIn((await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        });
        await app.RunAsync();
    }

    private static IResult SignIn(string subject, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(Claims.Name, "Wang Fang").SetClaim(Claims.Email, "boss@acme.example").SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}

internal sealed class BareDb(DbContextOptions<BareDb> options) : DbContext(options);
