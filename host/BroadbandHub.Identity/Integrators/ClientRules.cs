using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.Integrators;

/// <summary>What a client may be given: permissions of the operator that its maker has himself, or all of them. Scoped.</summary>
internal sealed class ClientRules(IEnumerable<PermissionDefinition> permissions, RoleBook roles, CurrentUser user)
{
    /// <summary>What the current user may give, by name.</summary>
    public IReadOnlyList<PermissionDefinition> Choices =>
        [.. permissions.Where(p => p.Audience == Audience.Operator && user.Can(p.Name)).DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal)];

    public bool MayGiveEverything => roles.GrantableTo(Audience.Operator).All(p => user.Can(p.Name));

    /// <summary>Null when the current user may hand out secrets of a client with these scopes.</summary>
    public HubError? MayGive(IReadOnlyCollection<string?> scopes)
    {
        if (scopes.Count == 0)
        {
            return HubError.Invalid("client.no_scopes", "Say what the client may do: permissions of the operator, or “operator” for all of them.", "scopes");
        }

        var known = PermissionScopes.Of(permissions).Append(TokenServer.OperatorScope).ToHashSet(StringComparer.Ordinal);
        if (scopes.Any(s => s is null || !known.Contains(s)))
        {
            return HubError.Invalid("client.unknown_scope", "One of the scopes is no permission of the operator.", "scopes");
        }

        return scopes.Any(s => s == TokenServer.OperatorScope ? !MayGiveEverything : !user.Can(s!))
            ? HubError.Forbidden("client.beyond_own", "The client would be allowed more than you are. Ask somebody who has those permissions.")
            : null;
    }
}
