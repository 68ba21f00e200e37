using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Organisations;

/// <summary>The lists of enterprises and partners as files, with the filter and order of the page they are downloaded from.</summary>
internal static class OrganisationFiles
{
    private sealed record Line(string Id, string Name, string? Registration, string Contact, string Email, string Phone, DateTimeOffset CreatedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/enterprises.csv", (string? q, string? sort, OrganisationsReader organisations) => CsvFile.Of(
                "enterprises.csv",
                [.. Columns(), new CsvColumn<Line>(T["enterprise.registration"], l => l.Registration)],
                OrganisationOrder.Sort(OrganisationsReader.Matching(organisations.Enterprises, q), OrganisationOrder.Read(sort))
                    .Select(o => new Line(o.Id.ToString(), o.Name, o.RegistrationNumber, o.Contacts.Where(c => c.IsMain).Select(c => c.Name).FirstOrDefault() ?? "", o.Contacts.Where(c => c.IsMain).Select(c => c.Email).FirstOrDefault() ?? "", o.Contacts.Where(c => c.IsMain).Select(c => c.Phone).FirstOrDefault() ?? "", o.CreatedAt)).AsAsyncEnumerable()))
            .RequireAuthorization(IdentityPermissions.ReadOrganisations).ExcludeFromDescription();
        routes.MapGet("/console/partners.csv", (string? q, string? sort, OrganisationsReader organisations) => CsvFile.Of(
                "partners.csv",
                Columns(),
                OrganisationOrder.Sort(OrganisationsReader.Matching(organisations.Partners, q), OrganisationOrder.Read(sort))
                    .Select(o => new Line(o.Id.ToString(), o.Name, null, o.Contact.Name, o.Contact.Email, o.Contact.Phone, o.CreatedAt)).AsAsyncEnumerable()))
            .RequireAuthorization(IdentityPermissions.ReadOrganisations).ExcludeFromDescription();
    }

    private static List<CsvColumn<Line>> Columns() =>
    [
        new(T["list.name"], l => l.Name), new(T["organisation.contact_name"], l => l.Contact), new(T["organisation.contact_email"], l => l.Email),
        new(T["organisation.contact_phone"], l => l.Phone), new(T["list.id"], l => l.Id), new(T["list.since"], l => l.CreatedAt),
    ];
}
