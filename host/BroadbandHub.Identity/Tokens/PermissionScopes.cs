using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace BroadbandHub.Identity.Tokens;

/// <summary>
/// Every permission of the operator is a scope that a client can be given and ask for. Plugins' are not: they come and go; a client with the scope <c>operator</c> has those too.
/// </summary>
internal sealed class PermissionScopes(IEnumerable<PermissionDefinition> permissions) : IConfigureOptions<OpenIddictServerOptions>
{
    public static IEnumerable<string> Of(IEnumerable<PermissionDefinition> permissions) => permissions.Where(p => p.Audience == Audience.Operator).Select(p => p.Name).Distinct(StringComparer.Ordinal);

    public void Configure(OpenIddictServerOptions options) => options.Scopes.UnionWith(Of(permissions));
}
