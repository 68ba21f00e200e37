using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Who comes through to an application: an employee with a seat. Asked for each code, and again for each refresh.</summary>
internal sealed class SignOnGate(IdentityDb db, CustomerDoor door, ISeatCheck seats, CredentialStates states)
{
    /// <summary>The application that a client id belongs to, while the credential is good and the application takes sign-ons.</summary>
    public async Task<SignOnApplication?> FindApplicationAsync(string? clientId, CancellationToken cancellationToken)
    {
        if (clientId is null || !await states.IsLiveAsync(clientId, cancellationToken))
        {
            return null;
        }

        var key = await db.Credentials.Where(c => c.ClientId == clientId).Select(c => c.ApplicationKey).SingleOrDefaultAsync(cancellationToken);
        return key is null ? null : await db.SignOnApplications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationKey == key, cancellationToken);
    }

    /// <summary>The person with what the application may know, or null: suspended, of no enterprise or of one that is suspended or closed, or without a seat.</summary>
    public async Task<SignOnPerson?> FindPersonAsync(PersonId id, string applicationKey, CancellationToken cancellationToken)
    {
        var person = await db.People.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == id.Value && p.SuspendedAt == null, cancellationToken);
        if (person?.EnterpriseId is not { } enterprise || await door.IsShutAsync(enterprise, cancellationToken))
        {
            return null;
        }

        var held = await seats.FindSeatsAsync(id, enterprise, applicationKey, cancellationToken);
        var name = await db.Enterprises.Where(e => e.Id == enterprise).Select(e => e.Name).SingleOrDefaultAsync(cancellationToken);
        var department = await db.Departments.Where(d => d.Id == person.DepartmentId).Select(d => d.Name).SingleOrDefaultAsync(cancellationToken);
        return held.Subscriptions.Count == 0 ? null : new(person, enterprise, name ?? "", department, held);
    }
}

internal sealed record SignOnPerson(Person Person, EnterpriseId EnterpriseId, string EnterpriseName, string? DepartmentName, HeldSeats Seats);

/// <summary>While no module keeps seats, nobody has one.</summary>
internal sealed class NoSeats : ISeatCheck
{
    public Task<HeldSeats> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken) => Task.FromResult(HeldSeats.None);
}
