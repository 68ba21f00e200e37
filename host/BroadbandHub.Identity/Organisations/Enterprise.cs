using BroadbandHub.Identity.Customers;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Organisations;

/// <summary>What enterprises and partners have alike.</summary>
internal interface IOrganisation
{
    string Name { get; }

    /// <summary>The name for finding, ordering and telling apart: no two of a kind differ in case alone.</summary>
    string SearchName { get; }

    DateTimeOffset CreatedAt { get; }
}

/// <summary>A customer organisation.</summary>
internal sealed class Enterprise : IOrganisation
{
    public EnterpriseId Id { get; set; }

    public string Name { get; set; } = "";

    public string SearchName { get; set; } = "";

    /// <summary>What the operator's back office calls the customer.</summary>
    public string? Number { get; set; }

    /// <summary>The number of the business licence: in China the unified social credit code.</summary>
    public string? RegistrationNumber { get; set; }

    /// <summary>The same for telling apart (<see cref="LicenceNumber.KeyOf"/>).</summary>
    public string? RegistrationKey { get; set; }

    public string? LegalRepresentative { get; set; }

    public string? RegisteredAddress { get; set; }

    public Industry? Industry { get; set; }

    public EnterpriseSize? Size { get; set; }

    public CreditClass? CreditClass { get; set; }

    public List<EnterpriseTag> Tags { get; set; } = [];

    public CustomerState State { get; set; } = CustomerState.Active;

    /// <summary>Why it is in this state; null when nobody had to say.</summary>
    public string? StateReason { get; set; }

    public DateTimeOffset StateSince { get; set; }

    /// <summary>Who of the operator looks after it.</summary>
    public Guid? ManagerId { get; set; }

    /// <summary>The name for finding those that are probably the same (<see cref="LookAlikes.KeyOf"/>).</summary>
    public string NameKey { get; set; } = "";

    /// <summary>Counts the changes of what is typed about it.</summary>
    public int Revision { get; set; }

    public List<EnterpriseContact> Contacts { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>Whom to ask.</summary>
internal sealed class Contact
{
    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public string Phone { get; set; } = "";
}

internal static class OrganisationNames
{
    public static string Searchable(string name) => name.Trim().ToLowerInvariant();
}
