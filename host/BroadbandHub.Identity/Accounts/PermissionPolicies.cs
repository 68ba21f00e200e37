using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Makes a policy of every name: an audience, or the permission of that name.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        var known = await base.GetPolicyAsync(policyName);
        return known ?? new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .AddRequirements(new PermissionRequirement(policyName, PortalPolicies.AudienceOf(policyName)))
            .Build();
    }

    public override bool AllowsCachingPolicies => true;
}

/// <param name="Audience">The audience that is asked for instead of a permission.</param>
internal sealed record PermissionRequirement(string Permission, Audience? Audience) : IAuthorizationRequirement;

internal sealed class PermissionHandler(RoleBook roles) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var granted = requirement.Audience is { } audience ? CurrentUser.IsPerson(context.User) && CurrentUser.AudienceOf(context.User) == audience
            : requirement.Permission == PortalPolicies.Person ? CurrentUser.IsPerson(context.User)
            : CurrentUser.Can(context.User, requirement.Permission, roles);
        if (granted)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
