using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Demo;
using BroadbandHub.Identity.Keys;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Validation.AspNetCore;

namespace BroadbandHub.Identity;

/// <summary>Wiring of this module.</summary>
public static class IdentityModule
{
    private const string CookieOrToken = "hub";

    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<IdentityDb, SqliteIdentityDb, MySqlIdentityDb>(IdentityDb.TablePrefix);
        services.AddHandlers(typeof(IdentityModule).Assembly);
        AddKeys(services, configuration);
        AddAccounts(services);
        AddSchemes(services);
        TokenServer.Add(services, configuration);
        services.AddScoped<ApplicationClients>();
        services.AddScoped<IApplicationClients>(p => p.GetRequiredService<ApplicationClients>());
        services.AddScoped<OrganisationsReader>();
        services.AddScoped<IOrganisations>(p => p.GetRequiredService<OrganisationsReader>());
        services.AddScoped<ISearchSource, OrganisationSearch>();
        services.AddScoped<DemoData>();
        services.AddSingleton(new PortalAssembly(typeof(IdentityModule).Assembly));
        IdentityPermissions.Add(services);
        IdentityNavigation.Add(services);
        return services;
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        IssueToken.Map(routes);
        SignOut.Map(routes);
        CreateEnterprise.Map(routes);
        ListEnterprises.Map(routes);
        GetEnterprise.Map(routes);
        CreatePartner.Map(routes);
        ListPartners.Map(routes);
        GetPartner.Map(routes);
    }

    /// <summary>After the migrations, before the host answers: the keys that all nodes share are there.</summary>
    public static Task PrepareKeysAsync(this IServiceProvider services, CancellationToken cancellationToken = default) => KeysAtStart.PrepareAsync(services, cancellationToken);

    /// <summary>Development only, after the migrations: demo accounts and organisations, then every module's <see cref="IDemoSeed"/>. Safe to call on each start.</summary>
    public static Task SeedDemoAsync(this IServiceProvider services, string dataFolder, CancellationToken cancellationToken = default) =>
        DemoSeeding.RunAsync(services, dataFolder, cancellationToken);

    private static void AddKeys(IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("BroadbandHub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
            o => o.XmlRepository = ActivatorUtilities.CreateInstance<DataProtectionKeys>(p)));
        if (configuration["Hub:KeyCertificate:Path"] is { Length: > 0 } path)
        {
            protection.ProtectKeysWithCertificate(System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12FromFile(
                path, configuration["Hub:KeyCertificate:Password"]));
        }

        services.AddSingleton<ISecretProtector, SecretProtector>();
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddIdentityCore<Person>(o =>
        {
            // Length is what counts; rules about kinds of characters only make people write passwords down.
            o.Password = new() { RequiredLength = 10, RequiredUniqueChars = 4, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            o.Lockout = new() { MaxFailedAccessAttempts = 6, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15) };
            o.User.RequireUniqueEmail = true;
            o.User.AllowedUserNameCharacters = "";
        }).AddUserStore<PersonStore>().AddSignInManager();
        services.AddScoped<IUserClaimsPrincipalFactory<Person>, PersonClaims>();
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddScoped<PasswordSignIn>();
        services.AddSingleton<RoleBook>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<ICurrentUser>(p => p.GetRequiredService<CurrentUser>());
        services.AddScoped<IViewer>(p => p.GetRequiredService<CurrentUser>());
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication(CookieOrToken)
            .AddPolicyScheme(CookieOrToken, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                    ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
                    : IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, o =>
            {
                o.Cookie.Name = "hub.session";
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.HttpOnly = true;
                o.ExpireTimeSpan = TimeSpan.FromHours(9);
                o.SlidingExpiration = true;
                o.LoginPath = "/sign-in";
                o.ReturnUrlParameter = "returnUrl";
                o.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
                o.Events.OnRedirectToLogin = context => RedirectPeople(context, StatusCodes.Status401Unauthorized);
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
    }

    private static Task RedirectPeople(RedirectContext<CookieAuthenticationOptions> context, int otherwise)
    {
        if (context.Request.IsForPeople())
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = otherwise;
        }

        return Task.CompletedTask;
    }
}
