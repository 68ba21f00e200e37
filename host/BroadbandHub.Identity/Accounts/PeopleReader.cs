using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

internal sealed class PeopleReader(IdentityDb db, CurrentUser user) : IPeople, IEmployees
{
    public async Task<IReadOnlyList<EmployeeView>> ListAsync(EnterpriseId enterprise, CancellationToken cancellationToken) =>
        user.IsHub || user.Audience == Audience.Operator || user.EnterpriseId == enterprise
            ? await db.People.AsNoTracking().Where(p => p.EnterpriseId == enterprise && p.ErasedAt == null).OrderBy(p => p.FullName).ThenBy(p => p.NormalizedEmail)
                .Select(p => new EmployeeView(new PersonId(p.Id), p.FullName, p.Email ?? "", p.SuspendedAt != null)).ToListAsync(cancellationToken)
            : [];

    public async Task<IReadOnlyDictionary<PersonId, string>> FindNamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => id.Value).Distinct().ToList();
        var people = db.People.AsNoTracking().Where(p => wanted.Contains(p.Id));
        if (!user.IsHub && user.Audience != Audience.Operator)
        {
            var (self, enterprise, partner) = (user.PersonId?.Value, user.EnterpriseId, user.PartnerId);
            people = people.Where(p => p.Id == self || (enterprise != null && p.EnterpriseId == enterprise) || (partner != null && p.PartnerId == partner));
        }

        return await people.ToDictionaryAsync(p => new PersonId(p.Id), p => p.FullName, cancellationToken);
    }
}
