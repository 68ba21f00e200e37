using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Partners;

/// <summary>The list of partners as a file, with the filter and order of the page it is downloaded from.</summary>
internal static class PartnerFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/console/partners.csv", (string? q, string? state, string? sort, OrganisationsReader organisations) => CsvFile.Of<Partner>(
            "partners.csv",
            [
                new(T["list.name"], p => p.Name), new(T["list.state"], p => PartnerWords.Of(p.State)), new(T["enterprise.registration"], p => p.RegistrationNumber),
                new(T["partner.address"], p => p.Address), new(T["partner.website"], p => p.Website), new(T["organisation.contact_name"], p => p.Contact.Name),
                new(T["organisation.contact_email"], p => p.Contact.Email), new(T["organisation.contact_phone"], p => p.Contact.Phone), new(T["list.id"], p => p.Id),
                new(T["list.since"], p => p.CreatedAt),
            ],
            OrganisationOrder.Sort(PartnerStates.In(OrganisationsReader.Matching(organisations.Partners, q), PartnerStates.Read(state)), OrganisationOrder.Read(sort)).AsAsyncEnumerable()))
        .RequireAuthorization(IdentityPermissions.ReadOrganisations).ExcludeFromDescription();
}
