using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>A client id with its secret, which is known only where it is made.</summary>
public sealed record ClientCredential(string ClientId, string ClientSecret);

/// <summary>When a credential may end.</summary>
public static class CredentialEnd
{
    /// <summary>Whoever means for ever says no end at all; a year of five figures is a typing error.</summary>
    private const int LastYear = 2200;

    /// <summary>The end of a whole day that a person chose, wherever that person is; null for none.</summary>
    public static DateTimeOffset? Of(DateOnly? day) =>
        day is not { } on ? null : on == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(on.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Null when a credential may be made until then.</summary>
    public static HubError? Check(DateTimeOffset? end, DateTimeOffset now) =>
        end <= now ? HubError.Invalid("credential.expired_already", "The expiry must lie in the future.", "expiresAt")
        : end?.Year > LastYear ? HubError.Invalid("credential.expiry_too_far", $"The expiry lies in {LastYear} at the latest. Leave it out for one without an end.", "expiresAt")
        : null;
}

/// <summary>What there is to say of a credential; never its secret.</summary>
/// <param name="CreatedBy">The person's or program's name.</param>
/// <param name="LastUsedAt">To a minute.</param>
public sealed record CredentialView(
    string ClientId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt,
    bool IsLive);

/// <summary>
/// OAuth clients of applications: as many for an application as it wants. A revoked or expired one gets no token, and the tokens it has are refused: on this
/// node at once, on others within a second. Scoped; the callers have decided who may.
/// </summary>
public interface IApplicationClients
{
    /// <summary>Makes a client whose tokens carry the claim <c>application</c>. The secret is known only now.</summary>
    Task<ClientCredential> CreateAsync(
        string applicationKey, string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>The application's, newest first, revoked ones too.</summary>
    Task<IReadOnlyList<CredentialView>> ListAsync(string applicationKey, CancellationToken cancellationToken);

    /// <summary>Makes a successor of the same name and scopes; the old one goes on until then, or until its own earlier end. <c>credential.not_found</c>, <c>credential.not_live</c>.</summary>
    Task<Outcome<ClientCredential>> RotateAsync(string applicationKey, string clientId, DateTimeOffset oldValidUntil, CancellationToken cancellationToken);

    /// <summary>Ends it now. Again is no error. <c>credential.not_found</c>.</summary>
    Task<Outcome<Done>> RevokeAsync(string applicationKey, string clientId, CancellationToken cancellationToken);
}
