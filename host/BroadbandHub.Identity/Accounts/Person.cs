using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>A person with an account: of an enterprise, of a partner, or operator staff.</summary>
internal sealed class Person : IdentityUser<Guid>
{
    public PersonId PersonId => new(Id);

    public string FullName { get; set; } = "";

    public EnterpriseId? EnterpriseId { get; set; }

    public PartnerId? PartnerId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary><c>en</c> or <c>zh</c>; null for who never chose: the browser's then.</summary>
    public string? Language { get; set; }

    /// <summary>Since when somebody has shut this person out; null for everybody who may sign in.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>Where in the enterprise the person works.</summary>
    public DepartmentId? DepartmentId { get; set; }

    public DateOnly? JoinedOn { get; set; }

    /// <summary>The last day; the account is closed on the day after it.</summary>
    public DateOnly? LeavesOn { get; set; }

    /// <summary>When the account was closed because the last day was over, and what the person held became free; null for who is there, or is shut out for another reason.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>When it was forgotten who this was; then nothing about the account changes any more.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>When the last invitation was sent; null when none was, or it has been accepted.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>Nobody has signed in with this account yet.</summary>
    public bool IsPending => PasswordHash is null && !EmailConfirmed;

    public List<PersonRole> Roles { get; set; } = [];

    public Audience Audience => EnterpriseId is not null ? Audience.Enterprise : PartnerId is not null ? Audience.Partner : Audience.Operator;

    /// <summary>Without a password: one is chosen with a link.</summary>
    public static Person New(TimeProvider clock, string email, string name, EnterpriseId? enterprise = null, PartnerId? partner = null) => new()
    {
        Id = Sdk.PersonId.New(clock).Value,
        UserName = email,
        Email = email,
        LockoutEnabled = true,
        FullName = name,
        EnterpriseId = enterprise,
        PartnerId = partner,
        CreatedAt = clock.GetUtcNow().ToWholeMicros(),
    };
}

internal sealed class PersonRole
{
    public Guid PersonId { get; set; }

    public string Role { get; set; } = "";
}
