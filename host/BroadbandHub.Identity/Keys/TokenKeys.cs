using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// Signing and encryption keys of access tokens: made once per installation and kept in the database, protected like cookies, so that restarts and
/// other nodes accept each other's tokens.
/// </summary>
internal sealed class TokenKeys(StoredKeys keys) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Purpose = "token";
    private const string Signing = "token-signing-1";
    private const string Encryption = "token-encryption-1";

    public void Configure(OpenIddictServerOptions options)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(keys.Load(Signing, Purpose, NewSigningKey), out _);
        options.SigningCredentials.Add(new(new RsaSecurityKey(rsa) { KeyId = Signing }, SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new(
            new SymmetricSecurityKey(keys.Load(Encryption, Purpose, () => RandomNumberGenerator.GetBytes(32))) { KeyId = Encryption },
            SecurityAlgorithms.Aes256KW,
            SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private static byte[] NewSigningKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
