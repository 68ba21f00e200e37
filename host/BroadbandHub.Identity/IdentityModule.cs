using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Certificates;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Demo;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Identity.Imports;
using BroadbandHub.Identity.Integrators;
using BroadbandHub.Identity.Keys;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Identity.Partners;
using BroadbandHub.Identity.PasswordResets;
using BroadbandHub.Identity.People;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.Setup;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenIddict.Validation.AspNetCore;

namespace BroadbandHub.Identity;

/// <summary>Wiring of this module.</summary>
public static class IdentityModule
{
    private const string CookieOrToken = "hub";

    // Who gives roles, makes a program that may do as much, destroys evidence, makes a link to somebody's account or takes keys away can make himself whoever he likes.
    private static readonly GuardedDeed[] GuardedDeeds =
    [
        new("/identity/v1/people"), new("/identity/v1/people/imports/{id}/confirm"), new("/identity/v1/clients"), new("/identity/v1/clients/{clientId}/rotate"), new("/console/clients", "client"), new("/console/clients", "rotate-*"),
        new("/identity/v1/log/erasures"), new("/identity/v1/log/retention"), new("/console/administration-log/check", "retention"), new("/console/people/{Id}", "erase"), new("/identity/v1/people/{id}/erase"), new("/console/people/{Id}", "erase-person"),
        new("/workspace/people/import/{Id}"), new("/console/enterprises/{Enterprise}/import/{Id}"), new("/identity/v1/people/{id}/roles"), new("/identity/v1/people/{id}/password-link"), new("/identity/v1/people/{id}/reset-sign-in"),
        new("/identity/v1/people/{id}/certificates"), new("/identity/v1/people/{id}/certificates/{certificate:guid}"),
        new("/identity/v1/roles"), new("/identity/v1/roles/{key}"), new("/identity/v1/roles/{key}/security-key"), new("/identity/v1/enterprises/{id}/security-key"),
        new("/console/roles/{Key}", "role"), new("/console/roles/{Key}", "key-rule"), new("/console/enterprises/{Id}", "key-rule"), new("/workspace/people", "key-rule"),
        .. new[] { "/console", "/workspace", "/partner" }.SelectMany(area => new GuardedDeed[]
        {
            new(area + "/people/new", AskFirst: true), new(area + "/people/{Id}", "roles"), new(area + "/people/{Id}", "link"), new(area + "/people/{Id}", "reset"), new(area + "/people/{Id}", "certificate"), new(area + "/people/{Id}", "remove-certificate"),
        }),
    ];

    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<IdentityDb, SqliteIdentityDb, MySqlIdentityDb>(IdentityDb.TablePrefix);
        services.AddHandlers(typeof(IdentityModule).Assembly);
        KeyProtection.Add(services, configuration);
        services.AddSingleton<ISecretProtector, SecretProtector>();
        AddAccounts(services);
        services.AddSingleton(CommonPasswords.Load(configuration[CommonPasswords.Setting]));
        AddSchemes(services);
        TokenServer.Add(services, configuration);
        SignOnModule.Add(services);
        SessionsModule.Add(services);
        SecurityKeysModule.Add(services);
        CertificatesModule.Add(services, configuration);
        services.AddScoped<ApplicationClients>();
        services.AddScoped<IApplicationClients>(p => p.GetRequiredService<ApplicationClients>()).AddScoped<IClientOwners>(p => p.GetRequiredService<ApplicationClients>());
        services.AddScoped<OrganisationsReader>();
        services.AddScoped<IOrganisations>(p => p.GetRequiredService<OrganisationsReader>());
        services.AddScoped<IPeople, PeopleReader>().AddScoped<IEmployees, PeopleReader>();
        services.AddScoped<ISearchSource, OrganisationSearch>().AddScoped<ISearchSource, PeopleSearch>();
        CustomersModule.Add(services);
        services.AddScoped<DemoData>();
        services.AddSingleton(new PortalAssembly(typeof(IdentityModule).Assembly));
        foreach (var deed in GuardedDeeds)
        {
            services.AddSingleton(deed);
        }

        services.AddScoped<ClientRules>();
        PartnersModule.Add(services);
        services.AddSingleton<LastDay>().AddScoped<FourEyes>().AddScoped<GrantApproval>().AddScoped<IApprovalEffect>(p => p.GetRequiredService<GrantApproval>()).AddSingleton(GrantApproval.Definition);
        services.AddScoped<ChosenLanguage>().AddScoped<IChosenLanguage>(p => p.GetRequiredService<ChosenLanguage>());
        services.AddScoped<OrganisationDoor>().AddScoped<OrganisationSessions>();
        LogsModule.Add(services);
        IdentityPermissions.Add(services);
        IdentityNavigation.Add(services);
        return services;
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        IssueToken.Map(routes);
        SignOut.Map(routes);
        SignOnModule.Map(routes);
        SessionsModule.Map(routes);
        SecurityKeysModule.Map(routes);
        CertificatesModule.Map(routes);
        CreateEnterprise.Map(routes);
        ListEnterprises.Map(routes);
        GetEnterprise.Map(routes);
        CustomersModule.Map(routes);
        PartnersModule.Map(routes);
        OrganisationFiles.Map(routes);
        PeopleFile.Map(routes);
        ListPeople.Map(routes);
        CreatePerson.Map(routes);
        GetPerson.Map(routes);
        UploadEmployees.Map(routes);
        ConfirmEmployees.Map(routes);
        UpdatePerson.Map(routes);
        InvitePerson.Map(routes);
        SetRoles.Map(routes);
        SuspendPerson.Map(routes);
        ErasePerson.Map(routes);
        MakePasswordLink.Map(routes);
        ResetSignIn.Map(routes);
        ListDepartments.Map(routes);
        SaveDepartment.Map(routes);
        MergeDepartment.Map(routes);
        RemoveDepartment.Map(routes);
        ListRoles.Map(routes);
        SaveRole.Map(routes);
        RemoveRole.Map(routes);
        LogsModule.Map(routes);
        ListClients.Map(routes);
        CreateClient.Map(routes);
        RotateClient.Map(routes);
        RevokeClient.Map(routes);
    }

    /// <summary>Asks for a fresh sign-in before each <see cref="GuardedDeed"/>. After authorization and antiforgery.</summary>
    public static void UseFreshSignIn(this IApplicationBuilder app) => FreshSignInGate.Use(app);

    /// <summary>Opens the port on which browsers are asked for certificates, where the settings say so (<c>Hub:Certificates</c>).</summary>
    public static void ListenForCertificates(this KestrelServerOptions kestrel, IConfiguration configuration) => CertificatePort.Listen(kestrel, configuration);

    /// <summary>Before everything else: from here on a request comes from where a trusted proxy says. A wrong <c>Hub:Proxies</c> ends the start with a sentence.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app) => TrustedProxies.Use(app);

    /// <summary>Before everything but the proxies: that port answers nothing but its one question.</summary>
    public static void UseCertificatePort(this IApplicationBuilder app) => CertificatePort.Use(app);

    /// <summary>After everything has been mapped: each <see cref="GuardedDeed"/> names a route that there is.</summary>
    public static void CheckGuardedDeeds(this IEndpointRouteBuilder routes) => FreshSignInGate.Check(routes);

    /// <summary>
    /// After the migrations and before anything else: the keys that all nodes share are there, can be read here, and none lies in clear.
    /// Throws <see cref="KeyProtectionException"/>.
    /// </summary>
    public static Task PrepareKeysAsync(this IServiceProvider services, CancellationToken cancellationToken = default) => KeysAtStart.PrepareAsync(services, cancellationToken);

    /// <summary>Makes the first administrator, or lets one in again who lost his password; for the command line.</summary>
    public static Task<Outcome<NewAdministrator>> CreateAdministratorAsync(
        this IServiceProvider services, string email, string? name, string? password, CancellationToken cancellationToken = default) =>
        CreateAdministrator.RunAsync(services, email, name, password, cancellationToken);

    /// <summary>Says in the log when nobody can administer this hub yet, and how to change that.</summary>
    public static Task LookForAdministratorAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        CreateAdministrator.LookAsync(services, cancellationToken);

    /// <summary>Reads both logs from end to end, writes what it finds, and answers whether they are as the hub wrote them; for the command line.</summary>
    public static Task<bool> VerifyLogsAsync(this IServiceProvider services, TextWriter output, CancellationToken cancellationToken = default) =>
        VerifyLogs.RunAsync(services, output, cancellationToken);

    /// <summary>
    /// After the migrations, where <see cref="DemoSwitch"/> says so: demo accounts and organisations, then every module's <see cref="IDemoSeed"/>. Safe to call on
    /// each start. A database in which other people have accounts is left alone.
    /// </summary>
    public static Task SeedDemoAsync(this IServiceProvider services, string dataFolder, CancellationToken cancellationToken = default) =>
        DemoSeeding.RunAsync(services, dataFolder, cancellationToken);

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddIdentityCore<Person>(o =>
        {
            // Length is what counts; rules about kinds of characters only make people write passwords down.
            o.Password = new() { RequiredLength = 10, RequiredUniqueChars = 4, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            o.Lockout = new() { MaxFailedAccessAttempts = 6, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15) };
            o.User.RequireUniqueEmail = true;
            o.User.AllowedUserNameCharacters = "";
        }).AddUserStore<PersonStore>().AddPasswordValidator<PasswordRules>().AddSignInManager().AddTokenProvider<DataProtectorTokenProvider<Person>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<ResetTokens>(ResetTokens.Provider);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = PasswordLinks.Lifetime);
        services.AddScoped<IUserClaimsPrincipalFactory<Person>, PersonClaims>();
        services.AddScoped<PasswordLinks>().AddSingleton<ILookupNormalizer, AddressNormalizer>();
        services.AddSingleton<FreshSignIn>();
        services.AddScoped<SignInTries>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<CodeBook>().AddScoped<CodeSignIn>().AddScoped<MyCodes>();
        services.AddSingleton<CustomRoleBook>();
        services.AddSingleton<RoleBook>();
        services.AddScoped<PeopleScope>().AddScoped<PersonGuard>().AddScoped<PersonPlace>().AddScoped<DepartmentScope>().AddScoped<EmployeeFile>().AddScoped<Invitations>().AddScoped<CreatePerson.NewAccounts>();
        services.TryAddScoped<IAccountMails, NoMails>();
        services.AddJob<SendPasswordLinks>(SendPasswordLinks.Name, SendPasswordLinks.Every);
        services.AddJob<ForgetDrafts>(ForgetDrafts.Name, ForgetDrafts.Every);
        services.AddJob<Leaving>(Leaving.Name, Leaving.Every);
        services.AddScoped<PasswordAddress>();
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
                o.Events.OnSigningIn = HubSession.StampAsync;
                o.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
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
            context.Response.Redirect(SessionCheck.NeedsAKey(context.HttpContext) ? "/account/keys?required=true" : context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = otherwise;
        }

        return Task.CompletedTask;
    }
}
