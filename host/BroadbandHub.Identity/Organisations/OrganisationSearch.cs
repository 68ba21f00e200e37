using BroadbandHub.Identity.Customers;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

/// <summary>Enterprises and partners for the search box: by what is known of an enterprise, by a part of a partner's name, or by id.</summary>
internal sealed class OrganisationSearch(OrganisationsReader organisations, CustomerFinder customers, IViewer viewer) : ISearchSource
{
    private static readonly LocalText EnterpriseKind = new("Enterprise", "企业");
    private static readonly LocalText PartnerKind = new("Partner", "合作伙伴");

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken)
    {
        if (!viewer.Can(IdentityPermissions.ReadOrganisations))
        {
            return [];
        }

        var enterprises = customers.Find(new(words));
        var partners = PartnerId.TryParse(words, null, out var partner)
            ? organisations.Partners.Where(p => p.Id == partner)
            : OrganisationsReader.Matching(organisations.Partners, words);
        var foundEnterprises = await enterprises.OrderBy(e => e.SearchName).Take(most).Select(e => new { e.Id, e.Name, Email = e.Contacts.Where(c => c.IsMain).Select(c => c.Email).FirstOrDefault() ?? "" }).ToListAsync(cancellationToken);
        var foundPartners = await partners.OrderBy(p => p.SearchName).Take(most).Select(p => new { p.Id, p.Name, p.Contact.Email }).ToListAsync(cancellationToken);
        return
        [
            .. foundEnterprises.Select(e => new SearchHit(EnterpriseKind, "apartment", e.Name, e.Email, $"/console/enterprises/{e.Id}")),
            .. foundPartners.Select(p => new SearchHit(PartnerKind, "handshake", p.Name, p.Email, $"/console/partners/{p.Id}")),
        ];
    }
}
