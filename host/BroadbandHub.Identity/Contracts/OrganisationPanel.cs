using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>
/// A part that another module adds to the console's page of an enterprise or partner. Register it as a singleton.
/// </summary>
/// <param name="Component">A Razor component with a parameter <c>EnterpriseId</c> of that type, or <c>PartnerId</c>.</param>
/// <param name="Permission">The permission that is needed to see it, or null.</param>
public sealed record OrganisationPanel(OrganisationKind Kind, Type Component, string? Permission = null, int Order = 100);

public enum OrganisationKind
{
    Enterprise,
    Partner,
}
