using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

internal sealed class PeopleReader(IdentityDb db, CurrentUser user) : IPeople
{
    public async Task<IReadOnlyDictionary<PersonId, string>> FindNamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        var seesAll = user.IsHub || user.Audience == Audience.Operator;
        var wanted = ids.Where(id => seesAll || id == user.PersonId).Select(id => id.Value).ToList();
        return wanted.Count == 0
            ? new Dictionary<PersonId, string>()
            : await db.People.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToDictionaryAsync(p => new PersonId(p.Id), p => p.FullName, cancellationToken);
    }
}
