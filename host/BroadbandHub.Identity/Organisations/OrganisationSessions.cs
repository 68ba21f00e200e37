using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

/// <summary>Signs everybody of an organisation out, at the hub and at the applications. Scoped; inside a unit of work.</summary>
internal sealed class OrganisationSessions(IdentityDb db, SignOns signOns, TimeProvider clock)
{
    private const int AtOnce = 500;

    public Task EndAllAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => EndAllAsync(db.People.Where(p => p.EnterpriseId == enterprise), cancellationToken);

    public Task EndAllAsync(PartnerId partner, CancellationToken cancellationToken) => EndAllAsync(db.People.Where(p => p.PartnerId == partner), cancellationToken);

    private async Task EndAllAsync(IQueryable<Person> those, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        var people = await those.Select(p => p.Id).ToListAsync(cancellationToken);
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
