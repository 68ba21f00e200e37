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

    public string? RegistrationNumber { get; set; }

    public Contact Contact { get; set; } = new();

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An organisation whose applications the hub sells.</summary>
internal sealed class Partner : IOrganisation
{
    public PartnerId Id { get; set; }

    public string Name { get; set; } = "";

    public string SearchName { get; set; } = "";

    public Contact Contact { get; set; } = new();

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
