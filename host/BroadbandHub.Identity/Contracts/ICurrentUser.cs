using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Who is asking: a signed-in person, or a machine with a token. Scoped.</summary>
public interface ICurrentUser
{
    /// <summary>The person, or null for a machine or a stranger.</summary>
    PersonId? PersonId { get; }

    /// <summary>The OAuth client, or null for a person.</summary>
    string? ClientId { get; }

    string Name { get; }

    Audience Audience { get; }

    /// <summary>The enterprise that the person belongs to.</summary>
    EnterpriseId? EnterpriseId { get; }

    /// <summary>The partner that the person belongs to.</summary>
    PartnerId? PartnerId { get; }

    /// <summary>The application whose credentials the machine used.</summary>
    string? ApplicationKey { get; }

    bool Can(string permission);
}
