using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Imports;

/// <summary>Reads a draft against what the hub knows at this moment.</summary>
internal sealed class EmployeeFile(IdentityDb db, DepartmentScope scope, PersonGuard guard, RoleBook roles)
{
    private const int AtOnce = 500;

    public static HubError NotFound(Contracts.ImportId id) => HubError.NotFound("import.not_found", $"There is no uploaded file {id}: it has been confirmed, or is older than a day.");

    /// <summary>A draft of an enterprise that the current user may see.</summary>
    public async Task<ImportDraft?> FindAsync(Contracts.ImportId id, CancellationToken cancellationToken) =>
        await db.ImportDrafts.SingleOrDefaultAsync(d => d.Id == id && d.Kind == ImportKind.Employees, cancellationToken) is { EnterpriseId: not null } draft
        && (await scope.EnterpriseAsync(draft.EnterpriseId, cancellationToken)).IsOk ? draft : null;

    public async Task<Outcome<EmployeeSheet>> ReadAsync(ImportDraft draft, CancellationToken cancellationToken)
    {
        var departments = new DepartmentTree(await db.Departments.AsNoTracking().Where(d => d.EnterpriseId == draft.EnterpriseId).ToListAsync(cancellationToken));
        var givable = roles.All.Where(r => r.Audience == Audience.Enterprise && guard.MayGive([r.Key], Audience.Enterprise) is null).ToList();
        var read = EmployeeSheet.Read(draft.Content, departments, givable, new HashSet<string>());
        if (!read.IsOk)
        {
            return read;
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in read.Value.Rows.Select(r => AddressNormalizer.KeyOf(r.Email)).Distinct().Chunk(AtOnce))
        {
            taken.UnionWith(await db.People.Where(p => some.Contains(p.NormalizedEmail)).Select(p => p.NormalizedEmail!).ToListAsync(cancellationToken));
        }

        return taken.Count == 0 ? read : EmployeeSheet.Read(draft.Content, departments, givable, taken);
    }
}
