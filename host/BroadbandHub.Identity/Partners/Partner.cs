using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Partners;

/// <summary>An organisation whose applications the hub sells.</summary>
internal sealed class Partner : IOrganisation
{
    public PartnerId Id { get; set; }

    public string Name { get; set; } = "";

    public string SearchName { get; set; } = "";

    public string? RegistrationNumber { get; set; }

    public string? Address { get; set; }

    public string? Website { get; set; }

    /// <summary>What it makes, in its own words.</summary>
    public string? About { get; set; }

    public Contact Contact { get; set; } = new();

    public PartnerState State { get; set; }

    public string? StateReason { get; set; }

    public DateTimeOffset StateSince { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The language in which it applied or was entered: mails to it are in that one.</summary>
    public string Language { get; set; } = "en";

    public string Revision => Identity.Revision.Of(Name, RegistrationNumber, Address, Website, About, Contact.Name, Contact.Email, Contact.Phone);

    /// <summary>A digest of the address that it applied from; null when the operator entered it.</summary>
    public string? AppliedFrom { get; set; }
}

/// <summary>
/// Where a partner stands: checking → active → suspended → left, or refused. Only of an active one people come in and products are sold; what enterprises have subscribed
/// to goes on whatever happens to its maker.
/// </summary>
internal enum PartnerState
{
    /// <summary>It applied, or was entered, and waits for somebody who did not enter it.</summary>
    Checking,
    Active,
    Refused,
    Suspended,

    /// <summary>For good.</summary>
    Left,
}

internal static class PartnerStates
{
    /// <summary>The states that the operator can take it to. Becoming active the first time is a decision of the check.</summary>
    public static IReadOnlyList<PartnerState> Next(PartnerState state) => state switch
    {
        PartnerState.Active => [PartnerState.Suspended, PartnerState.Left],
        PartnerState.Suspended => [PartnerState.Active, PartnerState.Left],
        PartnerState.Refused => [PartnerState.Checking],
        _ => [],
    };

    /// <summary>What a page's filter asks for; null for all.</summary>
    public static PartnerState? Read(string? asked) => Enum.GetValues<PartnerState>().Where(s => s.ToString() == asked).Select(s => (PartnerState?)s).FirstOrDefault();

    public static IQueryable<Partner> In(IQueryable<Partner> partners, PartnerState? state) => state is { } wanted ? partners.Where(p => p.State == wanted) : partners;
}
