using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
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

    public List<PersonRole> Roles { get; set; } = [];

    public Audience Audience => EnterpriseId is not null ? Audience.Enterprise : PartnerId is not null ? Audience.Partner : Audience.Operator;
}

internal sealed class PersonRole
{
    public Guid PersonId { get; set; }

    public string Role { get; set; } = "";
}
