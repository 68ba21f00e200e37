using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Composes a role of permissions, or changes one. Built-in roles stay as they are.</summary>
internal static class SaveRole
{
    /// <param name="Revision">The one that was read; refused when somebody else has changed the role since. Null does not look.</param>
    internal sealed record Body(LocalText? Name, Audience Audience, IReadOnlyList<string>? Permissions, string? Revision = null);

    /// <param name="Key">Null for a new one.</param>
    [Logged("identity.role.changed")]
    internal sealed record Command(string? Key, LocalText? Name, Audience Audience, IReadOnlyList<string>? Permissions, string? Revision = null) : ICommand<Saved>;

    internal sealed record Saved(string Key, IReadOnlyList<string>? Wait = null);

    internal sealed class Handler(IdentityDb db, RoleBook roles, CustomRoleBook custom, GrantApproval grants, CurrentUser user, IUnitOfWork unitOfWork, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Saved>>
    {
        public async Task<Outcome<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (english, chinese) = (request.Name?.English?.Trim() ?? "", string.IsNullOrWhiteSpace(request.Name?.Chinese) ? null : request.Name.Chinese.Trim());
            if (english.Length is 0 or > CustomRole.MostName || chinese?.Length > CustomRole.MostName || (english + chinese).Any(char.IsControl))
            {
                return HubError.Invalid("role.bad_name", $"Give the role a name of at most {CustomRole.MostName} characters.", "name");
            }

            // Takes the role until the transaction ends: whoever else changes it waits.
            await db.CustomRoles.Where(r => r.Key == request.Key).ExecuteUpdateAsync(set => set.SetProperty(r => r.NameEn, r => r.NameEn), cancellationToken);
            var role = request.Key is null ? null : await db.CustomRoles.Include(r => r.Permissions).SingleOrDefaultAsync(r => r.Key == request.Key, cancellationToken);
            if (request.Key is not null && role is null)
            {
                return Role.Find(request.Key) is null ? NotFound : HubError.Conflict("role.built_in", "Built-in roles stay as they are. Make a role of your own.");
            }

            if (role is not null && Revision.Check(request.Revision, RevisionOf(role.Name, role.Permissions.Select(p => p.Permission).Where(p => roles.IsFor(role.Audience, p))), "role.changed_meanwhile") is { } changed)
            {
                return changed;
            }

            var audience = role?.Audience ?? request.Audience;
            var wanted = (request.Permissions ?? []).ToHashSet(StringComparer.Ordinal);
            if (audience == Audience.Public || wanted.Any(p => p is null || !roles.IsFor(audience, p)))
            {
                return HubError.Invalid("role.unknown_permission", "One of the permissions does not exist for people of this kind of organisation.", "permissions");
            }

            // Whoever changes a role changes what everybody has who has it: neither what is given nor what was there may be more than his own.
            if (audience == Audience.Operator && !user.IsHub && wanted.Concat(role?.Permissions.Select(p => p.Permission) ?? []).FirstOrDefault(p => roles.IsFor(audience, p) && !user.Can(p)) is { } more)
            {
                return HubError.Forbidden("role.beyond_own", $"The role would give “{more}”, which you do not have. Ask somebody who has it.");
            }

            var had = role?.Permissions.Select(p => p.Permission).ToHashSet(StringComparer.Ordinal) ?? [];
            var wait = grants.IsNeeded(audience) ? wanted.Except(had).ToList() : [];
            wanted.ExceptWith(wait);
            changes.This.Field("name", role?.Name, new LocalText(english, chinese)).Field("permissions", Sorted(had), Sorted(wanted)).With("wait", wait.Count > 0 ? Sorted(wait) : null);
            if (role is null)
            {
                changes.This.As("identity.role.created").With("audience", IdentityTexts.Both("audience." + audience));
                role = new() { Key = "role." + Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[^16..], Audience = audience, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
                db.CustomRoles.Add(role);
            }

            (role.NameEn, role.NameZh) = (english, chinese);
            changes.This.About("role", role.Key, english);

            // A permission of a plugin that does not run now stays with the role.
            db.RemoveRange(role.Permissions.Where(p => !wanted.Contains(p.Permission) && roles.IsFor(audience, p.Permission)));
            db.AddRange(wanted.Where(w => !role.Permissions.Exists(p => p.Permission == w)).Select(w => new CustomRolePermission { RoleKey = role.Key, Permission = w }).ToList());
            unitOfWork.AfterCommit(custom.Forget);
            if (wait.Count == 0)
            {
                await grants.WithdrawAsync(role.Key, cancellationToken);
                return new Saved(role.Key);
            }

            await db.SaveChangesAsync(cancellationToken);
            return await grants.RequestAsync(role, wait, cancellationToken) is { } unasked ? unasked : new Saved(role.Key, wait);
        }
    }

    /// <param name="permissions">Those that the role gives today.</param>
    public static string RevisionOf(LocalText name, IEnumerable<string> permissions) => Revision.Of(name.English, name.Chinese, permissions.Order(StringComparer.Ordinal));

    private static string Sorted(IEnumerable<string>? permissions) => string.Join(", ", permissions?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());

    public static HubError NotFound => HubError.NotFound("role.not_found", "There is no such role.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/roles", async (Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(null, body.Name, body.Audience, body.Permissions), cancellationToken)).ToHttp(s => Results.Created("/identity/v1/roles/" + s.Key, s)))
            .RequireAuthorization(IdentityPermissions.ManageRoles)
            .WithTags("People").WithName("CreateRole").WithSummary("Composes a role of permissions.").Produces<Saved>(201).ProducesProblem(400);
        routes.MapPut("/identity/v1/roles/{key}", async (string key, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, body.Name, body.Audience, body.Permissions, body.Revision), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ManageRoles)
            .WithTags("People").WithName("ChangeRole").WithSummary("Changes a role's name and permissions; its audience stays.").Produces<Saved>().ProducesProblem(404).ProducesProblem(409);
    }
}
