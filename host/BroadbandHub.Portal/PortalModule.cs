using BroadbandHub.Portal.Contracts;
using BroadbandHub.Portal.Problems;
using BroadbandHub.Portal.Shell;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Portal;

/// <summary>Wiring of this module.</summary>
public static class PortalModule
{
    public static IServiceCollection AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "hub.form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<RequestLocalizationOptions>(o =>
        {
            o.SetDefaultCulture("en").AddSupportedCultures("en", "zh-CN").AddSupportedUICultures("en", "zh-CN");
            o.RequestCultureProviders = [new CustomRequestCultureProvider(Preferences.LanguageOf)];
        });
        var zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Hub:TimeZone"] ?? "Asia/Shanghai");
        services.AddCascadingValue("HubTimeZone", _ => zone);
        services.AddScoped<Navigation>();
        services.AddSingleton(new PortalAssembly(typeof(PortalModule).Assembly));
        ConsolePages.Add(services);
        return services;
    }

    /// <summary>
    /// The outermost part of the pipeline: language, security headers, problem pages. Comes before routing and authentication.
    /// </summary>
    public static IApplicationBuilder UsePortal(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        SecurityHeaders.Use(app);
        ProblemPages.Use(app);
        return app;
    }

    /// <summary>Where modules map what they have: whatever lies below an audience's place, pages and files alike, is closed to all others, whatever it says itself.</summary>
    public static IEndpointRouteBuilder MapPlaces(this IEndpointRouteBuilder routes)
    {
        var places = routes.MapGroup("");
        ((IEndpointConventionBuilder)places).Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && PortalPolicies.For(AudienceOf(pattern)) is { } policy)
            {
                endpoint.Metadata.Add(new AuthorizeAttribute(policy));
            }
        });
        return places;
    }

    /// <summary>The pages of every module that registered its assembly. Those that ask for a sign-in ask for a person's.</summary>
    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        var own = typeof(PortalModule).Assembly;
        var others = routes.ServiceProvider.GetServices<PortalAssembly>().Select(a => a.Assembly).Where(a => a != own).Distinct().ToArray();
        routes.MapRazorComponents<App>().AddAdditionalAssemblies(others).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IAuthorizeData>().Any())
            {
                endpoint.Metadata.Add(new AuthorizeAttribute(PortalPolicies.Person));
            }
        });
        Preferences.Map(routes);
        SystemStatus.SystemApi.Map(routes);
    }

    private static Audience AudienceOf(string pattern) => ("/" + pattern.TrimStart('/')).Split('/', 3)[1] switch
    {
        "console" => Audience.Operator,
        "workspace" => Audience.Enterprise,
        "partner" => Audience.Partner,
        _ => Audience.Public,
    };
}
