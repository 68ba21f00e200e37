using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// Signing and encryption keys of tokens: kept in the database, protected like cookies, so that restarts and other nodes accept each other's tokens. The first signing key signs; all are
/// published and believed.
/// </summary>
internal sealed class TokenKeys(StoredKeys keys, SigningKeys signing) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Encryption = "token-encryption-1";

    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in signing.Load())
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(key.Content, out _);
            options.SigningCredentials.Add(new(new RsaSecurityKey(rsa) { KeyId = key.Name }, SecurityAlgorithms.RsaSha256));
        }

        options.EncryptionCredentials.Add(new(
            new SymmetricSecurityKey(keys.Load(Encryption, "token", () => RandomNumberGenerator.GetBytes(32))) { KeyId = Encryption },
            SecurityAlgorithms.Aes256KW,
            SecurityAlgorithms.Aes256CbcHmacSha512));
    }
}
