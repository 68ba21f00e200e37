using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Departments;

/// <summary>Whose departments the current user sees and changes: the operator's staff all, an enterprise's people their own. The one place that says so.</summary>
internal sealed class DepartmentScope(IdentityDb db, PeopleScope scope, CurrentUser user)
{
    public static HubError NotFound(DepartmentId id) => HubError.NotFound("department.not_found", $"There is no department {id}.");

    public IQueryable<Department> Departments
    {
        get
        {
            var own = user.EnterpriseId;
            return scope.SeesAll ? db.Departments : db.Departments.Where(d => own != null && d.EnterpriseId == own);
        }
    }

    /// <summary>The enterprise that is meant: the own one, or the one that the operator names.</summary>
    public async Task<Outcome<EnterpriseId>> EnterpriseAsync(EnterpriseId? named, CancellationToken cancellationToken)
    {
        var meant = scope.SeesAll ? named : user.EnterpriseId;
        return meant is { } id && (named is null || named == id) && await db.Enterprises.AnyAsync(e => e.Id == id, cancellationToken)
            ? id
            : HubError.Invalid("department.unknown_enterprise", "Say which enterprise it is: there is none of this id.", "enterpriseId");
    }

    /// <summary>The tree for changing it: whoever else changes a department of the enterprise waits until the transaction ends. Before anything is read.</summary>
    public async Task<DepartmentTree> LockAsync(EnterpriseId enterprise, CancellationToken cancellationToken)
    {
        await db.Enterprises.Where(e => e.Id == enterprise).ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, e => e.Name), cancellationToken);
        return new(await db.Departments.Where(d => d.EnterpriseId == enterprise).ToListAsync(cancellationToken));
    }

    /// <summary>The same for a department's enterprise; null when the current user sees no such department.</summary>
    public async Task<(DepartmentTree Tree, Department Department)?> LockAsync(DepartmentId id, CancellationToken cancellationToken)
    {
        await db.Enterprises.Where(e => db.Departments.Any(d => d.Id == id && d.EnterpriseId == e.Id)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, e => e.Name), cancellationToken);
        await db.Departments.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Name, d => d.Name), cancellationToken);
        if (await Departments.SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } found)
        {
            return null;
        }

        return (new(await db.Departments.Where(d => d.EnterpriseId == found.EnterpriseId).ToListAsync(cancellationToken)), found);
    }

    /// <summary>Null when what was typed about a department may stand; the head is an employee.</summary>
    public async Task<HubError?> CheckAsync(EnterpriseId enterprise, string name, PersonId? head, string? costCentre, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > Department.MostName || name.Any(char.IsControl))
        {
            return HubError.Invalid("department.bad_name", $"Give the department a name of 1 to {Department.MostName} characters.", "name");
        }

        if (costCentre is { } centre && (centre.Length > Department.MostCostCentre || centre.Any(char.IsControl)))
        {
            return HubError.Invalid("department.bad_cost_centre", $"The cost centre has at most {Department.MostCostCentre} characters.", "costCentre");
        }

        return head is { } person && !await db.People.AnyAsync(p => p.Id == person.Value && p.EnterpriseId == enterprise, cancellationToken)
            ? HubError.Invalid("department.unknown_head", "The enterprise has no such employee.", "headId")
            : null;
    }
}
