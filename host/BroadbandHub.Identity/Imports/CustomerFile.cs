using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Imports;

/// <summary>Reads a file of customers against what the hub knows at this moment.</summary>
internal sealed class CustomerFile(IdentityDb db, ManagerBook managers)
{
    private const int AtOnce = 500;

    /// <summary>Only for the operator: the policies of what calls it see to that.</summary>
    public Task<ImportDraft?> FindAsync(ImportId id, CancellationToken cancellationToken) =>
        db.ImportDrafts.SingleOrDefaultAsync(d => d.Id == id && d.Kind == ImportKind.Customers, cancellationToken);

    public async Task<Outcome<CustomerSheet>> ReadAsync(ImportDraft draft, CancellationToken cancellationToken)
    {
        var none = new HashSet<string>();
        var people = await managers.Candidates.AsNoTracking().Select(p => new { p.Id, p.FullName, p.Email }).ToListAsync(cancellationToken);
        var known = people.SelectMany(p => new[] { (p.FullName.ToLowerInvariant(), p.Id, p.FullName), ((p.Email ?? "").ToLowerInvariant(), p.Id, p.FullName) })
            .Where(p => p.Item1.Length > 0).ToLookup(p => p.Item1, p => (p.Id, p.FullName), StringComparer.Ordinal);
        var read = CustomerSheet.Read(draft.Content, new(none, none, none, none, none, known));
        if (!read.IsOk)
        {
            return read;
        }

        var rows = read.Value.Rows.Select(r => r.Customer).ToList();
        return CustomerSheet.Read(draft.Content, new(
            await KnownAsync(rows.Select(r => OrganisationNames.Searchable(r.Name ?? "")), some => db.Enterprises.Where(e => some.Contains(e.SearchName)).Select(e => e.SearchName)),
            await KnownAsync(rows.Select(r => r.Number ?? ""), some => db.Enterprises.Where(e => some.Contains(e.Number!)).Select(e => e.Number!)),
            await KnownAsync(rows.Select(r => LicenceNumber.KeyOf(r.RegistrationNumber ?? "")), some => db.Enterprises.Where(e => some.Contains(e.RegistrationKey!)).Select(e => e.RegistrationKey!)),
            await KnownAsync(rows.Select(r => LookAlikes.KeyOf(r.Name ?? "")), some => db.Enterprises.Where(e => some.Contains(e.NameKey)).Select(e => e.NameKey)),
            await KnownAsync(rows.Select(r => EnterpriseContact.PhoneKeyOf(r.ContactPhone) ?? ""), some => db.EnterpriseContacts.Where(c => some.Contains(c.PhoneKey!)).Select(c => c.PhoneKey!)),
            known));

        async Task<IReadOnlySet<string>> KnownAsync(IEnumerable<string> keys, Func<string[], IQueryable<string>> find)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var some in keys.Where(k => k.Length > 0).Distinct().Chunk(AtOnce))
            {
                found.UnionWith(await find(some).ToListAsync(cancellationToken));
            }

            return found;
        }
    }
}
