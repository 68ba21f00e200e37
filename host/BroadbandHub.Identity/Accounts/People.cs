using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

internal sealed class People(IdentityDb db) : IPeople
{
    public async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        var keys = ids.Select(id => id.Value).Distinct().ToList();
        return await db.People.AsNoTracking().Where(p => keys.Contains(p.Id)).ToDictionaryAsync(p => new PersonId(p.Id), p => p.FullName, cancellationToken);
    }
}
