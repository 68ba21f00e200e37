using BroadbandHub.Identity.Customers;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Organisations;

/// <summary>The list of enterprises as a file, with the filter and order of the page it is downloaded from.</summary>
internal static class OrganisationFiles
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/console/enterprises.csv", (
                string? q, string? state, string? credit, string? manager, string? tag, string? sort, CustomerFinder customers, IdentityDb db) => CsvFile.Of(
                "enterprises.csv",
                CustomerColumns(),
                CustomerOrder.Sort(customers.Find(new(q, state, credit, manager, tag)), CustomerOrder.Read(sort))
                    .Select(e => new
                    {
                        Enterprise = e, Tags = e.Tags.Select(t => t.Name).ToList(), Main = e.Contacts.FirstOrDefault(c => c.IsMain),
                        Manager = db.People.Where(p => p.Id == e.ManagerId).Select(p => p.FullName).FirstOrDefault(), Lines = db.BroadbandLines.Count(l => l.EnterpriseId == e.Id),
                    }).AsAsyncEnumerable().Select(r => new Customer(r.Enterprise, r.Tags, r.Main, r.Manager, r.Lines))))
            .RequireAuthorization(IdentityPermissions.ReadOrganisations).ExcludeFromDescription();

    private sealed record Customer(Enterprise Of, IReadOnlyList<string> Tags, EnterpriseContact? Main, string? Manager, int Lines);

    // The heads are those that the import understands.
    private static List<CsvColumn<Customer>> CustomerColumns() =>
    [
        new(T["list.name"], c => c.Of.Name), new(T["customer.number"], c => c.Of.Number), new(T["enterprise.registration"], c => c.Of.RegistrationNumber),
        new(T["customer.representative"], c => c.Of.LegalRepresentative), new(T["customer.address"], c => c.Of.RegisteredAddress), new(T["customer.industry"], c => CustomerWords.Text(c.Of.Industry)),
        new(T["customer.size"], c => CustomerWords.Text(c.Of.Size)), new(T["customer.credit_class"], c => c.Of.CreditClass?.ToString()), new(T["customer.tags"], c => string.Join("; ", c.Tags)),
        new(T["customer.state"], c => CustomerWords.Text(c.Of.State)), new(T["customer.manager"], c => c.Manager), new(T["organisation.contact_name"], c => c.Main?.Name),
        new(T["organisation.contact_email"], c => c.Main?.Email), new(T["organisation.contact_phone"], c => c.Main?.Phone), new(T["lines.title"], c => c.Lines),
        new(T["list.id"], c => c.Of.Id.ToString()), new(T["list.since"], c => c.Of.CreatedAt),
    ];
}
