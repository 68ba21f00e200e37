using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Where a person belongs. People of an organisation put others into their own only, whatever they ask for.</summary>
internal sealed class PersonPlace(IdentityDb db, PeopleScope scope, CurrentUser user)
{
    internal sealed record Place(EnterpriseId? Enterprise, PartnerId? Partner);

    public async Task<Outcome<Place>> DecideAsync(EnterpriseId? enterprise, PartnerId? partner, CancellationToken cancellationToken)
    {
        if (enterprise is not null && partner is not null)
        {
            return HubError.Invalid("person.two_organisations", "A person belongs to an enterprise or to a partner, not to both.", "partnerId");
        }

        var place = scope.SeesAll ? new Place(enterprise, partner) : new Place(user.EnterpriseId, user.PartnerId);
        if ((enterprise is not null && enterprise != place.Enterprise) || (place.Enterprise is { } e && !await db.Enterprises.AnyAsync(o => o.Id == e, cancellationToken)))
        {
            return HubError.Invalid("person.unknown_enterprise", "There is no such enterprise.", "enterpriseId");
        }

        return (partner is not null && partner != place.Partner) || (place.Partner is { } p && !await db.Partners.AnyAsync(o => o.Id == p, cancellationToken))
            ? HubError.Invalid("person.unknown_partner", "There is no such partner.", "partnerId")
            : place;
    }

    /// <summary>Puts the person into a department of the own enterprise, or into none.</summary>
    public async Task<HubError?> PutAsync(Person person, DepartmentId? department, CancellationToken cancellationToken)
    {
        if (department is { } id && (person.EnterpriseId is not { } enterprise || !await HoldAsync(id, enterprise, cancellationToken)))
        {
            return HubError.Invalid("person.unknown_department", "The enterprise has no such department.", "departmentId");
        }

        person.DepartmentId = department;
        return null;
    }

    /// <summary>What the department is called; null for none.</summary>
    public async Task<string?> NameAsync(DepartmentId? department, CancellationToken cancellationToken) =>
        department is { } id ? await db.Departments.Where(d => d.Id == id).Select(d => d.Name).SingleOrDefaultAsync(cancellationToken) : null;

    /// <summary>Whether the enterprise has the department; nobody removes it before the transaction ends.</summary>
    public async Task<bool> HoldAsync(DepartmentId department, EnterpriseId enterprise, CancellationToken cancellationToken) =>
        await db.Departments.Where(d => d.Id == department && d.EnterpriseId == enterprise).ExecuteUpdateAsync(set => set.SetProperty(d => d.Name, d => d.Name), cancellationToken) > 0;
}
