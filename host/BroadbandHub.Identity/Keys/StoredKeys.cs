using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// Keys that are made once per installation and kept in the database, protected like cookies, so that restarts and other nodes have the same. Singleton.
/// </summary>
internal sealed class StoredKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider clock)
{
    public byte[] Load(string name, string purpose, Func<byte[]> make)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var protector = protection.CreateProtector("BroadbandHub.Identity.TokenKeys");
        if (Read(db, name) is { } stored)
        {
            return protector.Unprotect(Convert.FromBase64String(stored));
        }

        var made = make();
        db.Keys.Add(new() { Name = name, Purpose = purpose, Content = Convert.ToBase64String(protector.Protect(made)), CreatedAt = clock.GetUtcNow() });
        try
        {
            db.SaveChanges();
            return made;
        }
        catch (DbUpdateException)
        {
            // Another node was faster: its key is the installation's key.
            db.ChangeTracker.Clear();
            return protector.Unprotect(Convert.FromBase64String(Read(db, name) ?? throw new InvalidOperationException($"The key {name} could not be stored.")));
        }
    }

    private static string? Read(IdentityDb db, string name) => db.Keys.AsNoTracking().Where(k => k.Name == name).Select(k => k.Content).SingleOrDefault();
}
