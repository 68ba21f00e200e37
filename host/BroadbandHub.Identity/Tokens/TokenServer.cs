using BroadbandHub.Identity.Keys;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace BroadbandHub.Identity.Tokens;

/// <summary>Access tokens for programs (OAuth 2.0 client credentials), and sign-on to applications (OpenID Connect, code with PKCE).</summary>
internal static class TokenServer
{
    public const string UsageScope = "billing.usage";
    public const string MetersScope = "catalog.meters";
    public const string OperatorScope = "operator";

    public static readonly string[] Scopes = [UsageScope, MetersScope, OperatorScope];

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SigningKeys>().AddSingleton<IConfigureOptions<OpenIddictServerOptions>, TokenKeys>();
        services.AddSingleton<SigningKeyWatch>().AddHostedService(p => p.GetRequiredService<SigningKeyWatch>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(p => p.GetRequiredService<SigningKeyWatch>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>>(p => p.GetRequiredService<SigningKeyWatch>());
        services.AddJob<RotateSigningKeys>(RotateSigningKeys.Name, RotateSigningKeys.Every);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, PermissionScopes>();
        services.AddSingleton<CredentialStates>();
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDb>().DisableBulkOperations();
            })
            .AddServer(server =>
            {
                server.SetTokenEndpointUris("connect/token").AllowClientCredentialsFlow().RegisterScopes(Scopes);
                SignOnServer.Configure(server);
                server.SetAccessTokenLifetime(TimeSpan.FromHours(1));

                server.DisableAccessTokenEncryption();

                // A program reaches the hub by names that differ between networks; what it trusts is the signing key, which only this installation has.
                var publicUrl = configuration["Hub:PublicUrl"] is { Length: > 0 } url ? new Uri(url) : null;
                server.SetIssuer(publicUrl ?? new Uri("http://localhost/"));
                var asp = server.UseAspNetCore().EnableTokenEndpointPassthrough()
                    .EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
                if (publicUrl?.Scheme != Uri.UriSchemeHttps)
                {
                    asp.DisableTransportSecurityRequirement();
                }
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.AddEventHandler(RefuseDeadCredentials.Descriptor);
            });
    }
}
