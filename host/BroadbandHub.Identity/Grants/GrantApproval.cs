using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Integrators;
using BroadbandHub.Identity.People;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Grants;

/// <summary>
/// Four eyes for permissions of operator staff and of API clients, when <see cref="FourEyes.Setting"/> is true: what somebody gives waits for a second person, who must hold it all.
/// What is taken away is gone at once. Enterprises and partners give their own people's roles by themselves. Scoped.
/// </summary>
internal sealed class GrantApproval(
    IdentityDb db, IApprovals approvals, PersonGuard guard, RoleBook roles, CustomRoleBook custom, ApplicationClients clients, ClientRules clientRules, CurrentUser user, FourEyes fourEyes, IUnitOfWork unitOfWork, TimeProvider clock)
    : IApprovalEffect
{
    public static readonly ApprovalKind Definition = new(
        "identity.grant", new("Permissions", "权限授予"), Audience.Operator, IdentityPermissions.ApproveGrants, new("Give them", "同意授予"), new("Refuse", "拒绝"));

    public string Kind => Definition.Key;

    /// <summary>Whether what is given to people of this audience waits.</summary>
    public bool IsNeeded(Audience audience) => fourEyes.IsNeeded(audience);

    /// <summary>The task that waits for a person's or role's grant, or null.</summary>
    public Task<TaskId?> FindAsync(string subject, CancellationToken cancellationToken) => approvals.FindOpenAsync(Kind, subject, cancellationToken);

    public Task<HubError?> RequestAsync(Person person, IReadOnlyCollection<string> given, CancellationToken cancellationToken) => RequestAsync(
        person.PersonId.ToString(), given, new($"Roles for {person.FullName}", $"为 {person.FullName} 授予角色"), $"/console/people/{person.PersonId}",
        [
            new(new("Person", "人员"), $"{person.FullName}, {person.Email}"),
            .. roles.NamesOf(given).Select(name => new ApprovalFact(new("Role", "角色"), name.ToString())),
        ],
        cancellationToken, person.PersonId);

    public Task<HubError?> RequestAsync(CustomRole role, IReadOnlyCollection<string> given, CancellationToken cancellationToken) => RequestAsync(
        role.Key, given, new($"More permissions for the role {role.NameEn}", $"为角色 {role.NameZh ?? role.NameEn} 增加权限"), $"/console/roles/{role.Key}",
        [.. given.Order(StringComparer.Ordinal).Select(p => new ApprovalFact(new("Permission", "权限"), p))],
        cancellationToken);

    /// <summary>For a client that was made a moment ago, and may do nothing yet.</summary>
    public Task<HubError?> RequestAsync(ClientCredential client, string name, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken) => RequestAsync(
        client.ClientId, scopes, new($"Permissions for the API client {name}", $"为 API 客户端 {name} 授予权限"), "/console/clients",
        [
            new(new("API client", "API 客户端"), $"{name}, {client.ClientId}"),
            .. scopes.Order(StringComparer.Ordinal).Select(s => new ApprovalFact(new("Permission", "权限"), s)),
        ],
        cancellationToken);

    /// <summary>What was asked for is not wanted any more: the person, role or client goes, or less is wanted.</summary>
    public async Task WithdrawAsync(string subject, CancellationToken cancellationToken)
    {
        if (await TakeAsync(subject, cancellationToken) is not null)
        {
            await approvals.WithdrawAsync(Kind, subject, cancellationToken);
        }
    }

    public async Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        var person = PersonId.TryParse(decision.Subject, null, out var id) ? await guard.LockAsync(id, cancellationToken) : null;
        if (await TakeAsync(decision.Subject, cancellationToken) is not { } given)
        {
            return null;
        }

        var client = person is null ? await clients.FindAsync(null, decision.Subject, cancellationToken) : null;
        if (decision.Verdict != ApprovalVerdict.Approved)
        {
            // It was made for this and never may do anything: nobody needs to tidy it away.
            return client is null ? null : (await clients.RevokeAsync(null, client.ClientId, cancellationToken)).Error;
        }

        return person is not null ? Give(person, given)
            : client is not null ? await GiveAsync(client, given, cancellationToken)
            : await db.CustomRoles.Include(r => r.Permissions).SingleOrDefaultAsync(r => r.Key == decision.Subject, cancellationToken) is { } role ? Give(role, given)
            : HubError.Conflict("grant.gone", "The person, role or client is not there any more. Refuse it instead.");
    }

    private async Task<HubError?> RequestAsync(
        string subject, IReadOnlyCollection<string> given, LocalText title, string href, IReadOnlyList<ApprovalFact> facts, CancellationToken cancellationToken, PersonId? names = null)
    {
        // The newest wish is the one that is decided.
        await WithdrawAsync(subject, cancellationToken);
        db.Grants.Add(new() { Subject = subject, RequestedAt = clock.GetUtcNow().ToWholeMicros(), Items = [.. given.Select(g => new GrantItem { Subject = subject, Item = g })] });
        return (await approvals.RequestAsync(new(Kind, subject, title, href, facts, Names: names), cancellationToken)).Error;
    }

    private async Task<List<string>?> TakeAsync(string subject, CancellationToken cancellationToken)
    {
        var given = await db.GrantItems.Where(i => i.Subject == subject).Select(i => i.Item).ToListAsync(cancellationToken);
        await db.GrantItems.Where(i => i.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        return await db.Grants.Where(g => g.Subject == subject).ExecuteDeleteAsync(cancellationToken) > 0 ? given : null;
    }

    private HubError? Give(Person person, List<string> given)
    {
        var missing = given.Where(g => !person.Roles.Exists(r => r.Role == g)).ToList();
        if (guard.MayGive(missing, person.Audience) is { } refused)
        {
            return refused;
        }

        db.AddRange(missing.Select(r => new PersonRole { PersonId = person.Id, Role = r }));
        return null;
    }

    private async Task<HubError?> GiveAsync(Credential client, List<string> given, CancellationToken cancellationToken)
    {
        if (clientRules.MayGive(given) is { } refused)
        {
            return refused;
        }

        await clients.GiveAsync(client, given, cancellationToken);
        return null;
    }

    private HubError? Give(CustomRole role, List<string> given)
    {
        if (given.Find(p => roles.IsFor(role.Audience, p) && !user.Can(p)) is { } more)
        {
            return HubError.Forbidden("role.beyond_own", $"The role would give “{more}”, which you do not have. Ask somebody who has it.");
        }

        db.AddRange(given.Where(g => roles.IsFor(role.Audience, g) && !role.Permissions.Exists(p => p.Permission == g)).Select(g => new CustomRolePermission { RoleKey = role.Key, Permission = g }));
        unitOfWork.AfterCommit(custom.Forget);
        return null;
    }
}
