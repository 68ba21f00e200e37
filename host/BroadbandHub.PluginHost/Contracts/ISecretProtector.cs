namespace BroadbandHub.PluginHost.Contracts;

/// <summary>Encrypts the secret settings of plugins before they are stored. Implemented by the module that keeps the hub's keys. Singleton.</summary>
public interface ISecretProtector
{
    string Protect(string secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The text was not made by <see cref="Protect"/> with keys that are still there.</exception>
    string Unprotect(string protectedText);
}
