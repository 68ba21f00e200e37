using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Partners;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

internal sealed class OrganisationsReader(IdentityDb db, CurrentUser user) : IOrganisations
{
    private bool SeesAll => user.IsHub || user.Audience == Audience.Operator;

    /// <summary>The enterprises that the current user may see.</summary>
    public IQueryable<Enterprise> Enterprises
    {
        get
        {
            var own = user.EnterpriseId;
            return SeesAll ? db.Enterprises.AsNoTracking() : db.Enterprises.AsNoTracking().Where(e => e.Id == own);
        }
    }

    /// <summary>The partners that the current user may see.</summary>
    public IQueryable<Partner> Partners
    {
        get
        {
            var own = user.PartnerId;
            return SeesAll ? db.Partners.AsNoTracking() : db.Partners.AsNoTracking().Where(p => p.Id == own);
        }
    }

    public async Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken) =>
        await Views(Enterprises.Where(e => e.Id == id)).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(
        IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? new Dictionary<EnterpriseId, EnterpriseView>()
            : await Views(Enterprises.Where(e => ids.Contains(e.Id))).ToDictionaryAsync(e => e.Id, cancellationToken);

    public async Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        await Views(Matching(Enterprises, search).OrderBy(e => e.SearchName).Skip(skip).Take(take)).ToListAsync(cancellationToken);

    public async Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken) =>
        await Views(Partners.Where(p => p.Id == id)).SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        await Views(Matching(Partners, search).OrderBy(p => p.SearchName).Skip(skip).Take(take)).ToListAsync(cancellationToken);

    public static IQueryable<T> Matching<T>(IQueryable<T> all, string? search)
        where T : class, IOrganisation
    {
        var words = OrganisationNames.Searchable(search ?? "");
        return words.Length == 0 ? all : all.Where(o => o.SearchName.Contains(words));
    }

    private static IQueryable<EnterpriseView> Views(IQueryable<Enterprise> rows) => rows.Select(e => new EnterpriseView(e.Id, e.Name, e.CreatedAt));

    private static IQueryable<PartnerView> Views(IQueryable<Partner> rows) => rows.Select(p => new PartnerView(p.Id, p.Name, p.CreatedAt, p.State == PartnerState.Active));
}
