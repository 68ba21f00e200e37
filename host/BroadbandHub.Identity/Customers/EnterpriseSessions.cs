using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Signs everybody of an enterprise out, at the hub and at the applications. Scoped; inside a unit of work.</summary>
internal sealed class EnterpriseSessions(IdentityDb db, SignOns signOns, TimeProvider clock)
{
    private const int AtOnce = 500;

    public async Task EndAllAsync(EnterpriseId enterprise, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        var people = await db.People.Where(p => p.EnterpriseId == enterprise).Select(p => p.Id).ToListAsync(cancellationToken);
        foreach (var some in people.Select(id => new PersonId(id)).Chunk(AtOnce))
        {
            await db.Sessions.Where(s => some.Contains(s.PersonId) && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
            foreach (var person in await db.SignOns.Where(s => some.Contains(s.PersonId) && s.EndedAt == null).Select(s => s.PersonId).Distinct().ToListAsync(cancellationToken))
            {
                await signOns.EndAllAsync(person, cancellationToken);
            }
        }
    }
}
