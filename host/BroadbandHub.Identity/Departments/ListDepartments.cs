using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Departments;

/// <summary>The departments of an enterprise as a tree: parents before their children, siblings by name.</summary>
internal static class ListDepartments
{
    internal sealed record Query(EnterpriseId? EnterpriseId) : IQuery<Result>;

    internal sealed record Result(EnterpriseId EnterpriseId, IReadOnlyList<Item> Items);

    /// <param name="Path">"Sales / Shanghai".</param>
    /// <param name="People">Those in it, without those in departments below it.</param>
    internal sealed record Item(DepartmentId Id, DepartmentId? ParentId, int Level, string Name, string Path, PersonId? HeadId, string? Head, string? CostCentre, int People, string Revision);

    internal sealed class Handler(IdentityDb db, DepartmentScope scope) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var enterprise = await scope.EnterpriseAsync(request.EnterpriseId, cancellationToken);
            if (!enterprise.IsOk)
            {
                return enterprise.Error;
            }

            var id = enterprise.Value;
            var tree = new DepartmentTree(await scope.Departments.AsNoTracking().Where(d => d.EnterpriseId == id).ToListAsync(cancellationToken));
            var counts = await db.People.Where(p => p.EnterpriseId == id && p.DepartmentId != null).GroupBy(p => p.DepartmentId!.Value)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            var heads = tree.Flat().Select(d => d.Department.HeadId?.Value).OfType<Guid>().ToHashSet();
            var names = await db.People.Where(p => heads.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, cancellationToken);
            return new Result(id, [.. tree.Flat().Select(d => new Item(
                d.Department.Id, d.Department.ParentId, d.Level, d.Department.Name, tree.PathOf(d.Department.Id),
                d.Department.HeadId, d.Department.HeadId is { } head ? names.GetValueOrDefault(head.Value) : null,
                d.Department.CostCentre, counts.GetValueOrDefault(d.Department.Id), d.Department.Revision))]);
        }
    }

    // An enterprise has at most a few thousand of them, and half a tree is of no use: one page holds them.
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/departments", async (EnterpriseId? enterprise, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(enterprise), cancellationToken)).ToHttp(found => Results.Ok(new { found.EnterpriseId, found.Items, Next = (string?)null })))
        .RequireAuthorization(IdentityPermissions.ReadPeople)
        .WithTags("Departments").WithName("ListDepartments").WithSummary("Lists an enterprise's departments: parents before their children. The operator says whose.").ProducesProblem(400);
}
