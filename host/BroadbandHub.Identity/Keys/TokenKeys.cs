using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// Signing and encryption keys of access tokens: made once per installation and kept in the database, protected like cookies, so that restarts and
/// other nodes accept each other's tokens.
/// </summary>
internal sealed class TokenKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Signing = "token-signing-1";
    private const string Encryption = "token-encryption-1";

    public void Configure(OpenIddictServerOptions options)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Load(Signing, NewSigningKey), out _);
        options.SigningCredentials.Add(new(new RsaSecurityKey(rsa) { KeyId = Signing }, SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new(
            new SymmetricSecurityKey(Load(Encryption, () => RandomNumberGenerator.GetBytes(32))) { KeyId = Encryption },
            SecurityAlgorithms.Aes256KW,
            SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private byte[] Load(string name, Func<byte[]> make)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var protector = protection.CreateProtector("BroadbandHub.Identity.TokenKeys");
        if (Read(db, name) is { } stored)
        {
            return protector.Unprotect(Convert.FromBase64String(stored));
        }

        var made = make();
        db.Keys.Add(new() { Name = name, Purpose = "token", Content = Convert.ToBase64String(protector.Protect(made)), CreatedAt = clock.GetUtcNow() });
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

    private static byte[] NewSigningKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
