using System.Security.Cryptography;
using System.Text;
using BroadbandHub.PluginHost.Contracts;
using Microsoft.AspNetCore.DataProtection;

namespace BroadbandHub.Identity.Keys;

internal sealed class SecretProtector(IDataProtectionProvider protection) : ISecretProtector
{
    private readonly IDataProtector protector = protection.CreateProtector("BroadbandHub.PluginSettings");

    public string Protect(string secret) => Convert.ToBase64String(protector.Protect(Encoding.UTF8.GetBytes(secret)));

    public string Unprotect(string protectedText)
    {
        try
        {
            return Encoding.UTF8.GetString(protector.Unprotect(Convert.FromBase64String(protectedText)));
        }
        catch (FormatException notBase64)
        {
            throw new CryptographicException("The stored secret is damaged.", notBase64);
        }
    }
}
