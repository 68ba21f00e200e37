using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Who may do what to whom. Nobody gives what he does not have, and nobody takes over an account that may do more than his own.</summary>
internal sealed class PersonGuard(IdentityDb db, PeopleScope scope, CurrentUser user, RoleBook roles, FourEyes fourEyes)
{
    public static HubError NotFound(PersonId id) => HubError.NotFound("person.not_found", $"There is no person {id}.");

    /// <summary>
    /// Takes the rows of all full administrators until the transaction ends, before anything is read: two who take each other's rights away at the same
    /// moment must see each other. Null for people whom the current user may not see, and for those who were erased: nothing of them changes any more.
    /// </summary>
    public async Task<Person?> LockAsync(PersonId id, CancellationToken cancellationToken)
    {
        await db.Set<PersonRole>().Where(r => r.Role == "operator.administrator").ExecuteUpdateAsync(set => set.SetProperty(r => r.Role, r => r.Role), cancellationToken);
        return await scope.People.Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == id.Value && p.ErasedAt == null, cancellationToken);
    }

    /// <summary>Null when the current user may give these roles to somebody of this audience.</summary>
    public HubError? MayGive(IReadOnlyCollection<string?> keys, Audience audience)
    {
        foreach (var key in keys)
        {
            if (key is null || roles.Find(key) is not { } role || role.Audience != audience)
            {
                return HubError.Invalid("role.unknown", $"There is no role “{(key?.Length > 100 ? key[..100] : key)}” for people of this kind of organisation.", "roles");
            }

            if (Missing(role) is { } missing)
            {
                return HubError.Forbidden("role.beyond_own", $"The role “{role.Name.English}” gives “{missing}”, which you do not have. Ask somebody who has it.");
            }
        }

        return null;
    }

    /// <summary>Null when the current user has all that this person has.</summary>
    public HubError? MayChange(Person person) =>
        person.Roles.Select(r => roles.Find(r.Role)).OfType<Role>().Any(r => Missing(r) is not null)
            ? HubError.Forbidden("person.beyond_own", "This person may do more than you. Ask an administrator.")
            : null;

    /// <summary>
    /// Whether the current user may hold what makes him this person: a link to choose a password, a certificate. Only the operator is trusted with it; where permissions need
    /// a second person, not even the operator among its own staff, since whoever can become a colleague is his own second person.
    /// </summary>
    public bool MayBecome(Audience audience) => scope.SeesAll && !fourEyes.IsNeeded(audience);

    /// <summary>Null when there is a full administrator beside this person; after <see cref="LockAsync"/>.</summary>
    public async Task<HubError?> LeavesAnAdministratorAsync(Person person, CancellationToken cancellationToken) =>
        await db.FullAdministrators.AnyAsync(p => p.Id != person.Id, cancellationToken) || !await db.FullAdministrators.AnyAsync(p => p.Id == person.Id, cancellationToken)
            ? null
            : HubError.Conflict("person.last_administrator", "This is the last administrator of the hub. Give somebody else the role “Operator administrator” first.");

    // The operator stands above its customers' roles; everybody else gives, and touches, only what he has himself.
    private string? Missing(Role role) =>
        user.IsHub || (scope.SeesAll && role.Audience != Audience.Operator) ? null : roles.PermissionsOf(role).FirstOrDefault(p => !user.Can(p.Name))?.Name;
}
