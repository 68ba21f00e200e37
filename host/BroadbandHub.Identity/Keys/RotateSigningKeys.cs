using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Identity.Keys;

/// <summary>Makes the next signing key in time and forgets old ones: on one node, a few times a day.</summary>
internal sealed class RotateSigningKeys(SigningKeys keys) : IJob
{
    public const string Name = "identity.rotate_signing_keys";
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    public Task<string?> RunAsync(CancellationToken cancellationToken) => keys.RotateAsync(cancellationToken);
}
