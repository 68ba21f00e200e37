namespace BroadbandHub.Identity.Contracts;

/// <summary>The hub must not start: with these keys it could read nothing that is stored, and would make new ones.</summary>
public sealed class KeyProtectionException(string message) : Exception(message);
