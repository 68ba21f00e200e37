using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>Wiring of security keys.</summary>
internal static class SecurityKeysModule
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        services.AddScoped<KeyRules>();
        services.AddSingleton(new OrganisationPanel(OrganisationKind.Enterprise, typeof(Pages.KeyRuleCard), IdentityPermissions.ManagePeople, 900));
        services.AddScoped<KeyQuestions>().AddScoped<KeySignIn.Handler>().AddScoped<AddMyKey.Handler>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((o, configuration) =>
        {
            var hub = Uri.TryCreate(configuration["Hub:PublicUrl"], UriKind.Absolute, out var given) ? given : null;

            // Keys are bound to the host's name for ever, so it must not depend on which name a request happened to use.
            o.ServerDomain = hub?.Host;
            o.AuthenticatorAttachment = "cross-platform";
            o.ResidentKeyRequirement = "required";
            o.UserVerificationRequirement = "required";
            o.AuthenticatorTimeout = KeyQuestions.Lifetime;
            o.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && context.TopOrigin is null && Uri.TryCreate(context.Origin, UriKind.Absolute, out var from)
                && from.GetLeftPart(UriPartial.Authority) == (hub?.GetLeftPart(UriPartial.Authority) ?? new Uri($"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}").GetLeftPart(UriPartial.Authority)));
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        KeySignIn.Map(routes);
        MyKeys.Map(routes);
        AddMyKey.Map(routes);
        RenameMyKey.Map(routes);
        RemoveMyKey.Map(routes);
        RequireKey.Map(routes);
    }
}
