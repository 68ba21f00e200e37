using BroadbandHub.Identity.SecurityKeys;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>What the framework asks of keys while it checks an answer. Keys are added, used and removed by the use cases of SecurityKeys alone.</summary>
internal sealed partial class PersonStore : IUserPasskeyStore<Person>
{
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await Context.SecurityKeys.AsNoTracking().Where(k => k.PersonId == user.PersonId).ToListAsync(cancellationToken)).Select(k => k.ToInfo())];

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var key = await Context.SecurityKeys.AsNoTracking().SingleOrDefaultAsync(k => k.CredentialId == credentialId, cancellationToken);
        return key is null ? null : await FindByIdAsync(key.PersonId.Value.ToString(), cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await Context.SecurityKeys.AsNoTracking().SingleOrDefaultAsync(k => k.CredentialId == credentialId && k.PersonId == user.PersonId, cancellationToken))?.ToInfo();

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException("AddMyKey adds keys.");

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException("RemoveMyKey removes keys.");
}
