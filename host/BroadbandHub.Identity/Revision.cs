using System.Security.Cryptography;
using System.Text.Json;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Identity;

/// <summary>
/// Tells whether something is still as somebody read it, so that a form is not saved over what somebody else has written meanwhile. A digest of the values: what was changed and
/// changed back is the same again. Pure.
/// </summary>
internal static class Revision
{
    public static string Of(params object?[] values) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values, HubJson.Options)))[..16];

    /// <param name="read">The one that was read; null when the caller does not care.</param>
    /// <param name="code">The refusal's stable code.</param>
    public static HubError? Check(string? read, string now, string code) => read is null || read == now
        ? null
        : HubError.Conflict(code, "Somebody else has changed this since you opened it. Open it again and look at what is different.");
}
