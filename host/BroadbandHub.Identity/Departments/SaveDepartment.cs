using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Departments;

/// <summary>Adds a department, or changes one: its name, head, cost centre and place. A department never stands below itself.</summary>
internal static class SaveDepartment
{
    /// <param name="Revision">The one that was read; refused when somebody else has changed the department since. Null does not look.</param>
    internal sealed record Body(string? Name, DepartmentId? ParentId, PersonId? HeadId, string? CostCentre, string? Revision = null);

    /// <param name="Id">Null for a new one.</param>
    [Logged("identity.department.changed")]
    internal sealed record Command(DepartmentId? Id, EnterpriseId? EnterpriseId, string? Name, DepartmentId? ParentId, PersonId? HeadId, string? CostCentre, string? Revision = null) : ICommand<Saved>;

    internal sealed record New(EnterpriseId? EnterpriseId, string? Name, DepartmentId? ParentId, PersonId? HeadId, string? CostCentre);

    internal sealed record Saved(DepartmentId Id, EnterpriseId EnterpriseId);

    internal sealed class Handler(IdentityDb db, DepartmentScope scope, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Saved>>
    {
        public async Task<Outcome<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            DepartmentTree tree;
            Department department;
            if (request.Id is { } id)
            {
                if (await scope.LockAsync(id, cancellationToken) is not { } found)
                {
                    return DepartmentScope.NotFound(id);
                }

                (tree, department) = found;
                if (Revision.Check(request.Revision, department.Revision, "department.changed_meanwhile") is { } changed)
                {
                    return changed;
                }
            }
            else
            {
                var enterprise = await scope.EnterpriseAsync(request.EnterpriseId, cancellationToken);
                if (!enterprise.IsOk)
                {
                    return enterprise.Error;
                }

                tree = await scope.LockAsync(enterprise.Value, cancellationToken);
                department = new() { Id = DepartmentId.New(clock), EnterpriseId = enterprise.Value, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
                if (tree.Count >= Department.MostInAnEnterprise)
                {
                    return HubError.Conflict("department.too_many", $"An enterprise has at most {Department.MostInAnEnterprise} departments.");
                }
            }

            var (name, costCentre) = (request.Name?.Trim() ?? "", string.IsNullOrWhiteSpace(request.CostCentre) ? null : request.CostCentre.Trim());
            if ((await scope.CheckAsync(department.EnterpriseId, name, request.HeadId, costCentre, cancellationToken) ?? MayStand(tree, department, name, request)) is { } refused)
            {
                return refused;
            }

            changes.This.About("department", department.Id, name).Of(department.EnterpriseId).Field("name", department.Name, name).Field("parent", NameOf(tree, department.ParentId), NameOf(tree, request.ParentId))
                .Field("head", department.HeadId?.ToString(), request.HeadId?.ToString()).Field("cost_centre", department.CostCentre, costCentre)
                .As(request.Id is null ? "identity.department.created" : "identity.department.changed");
            (department.Name, department.ParentId, department.HeadId, department.CostCentre) = (name, request.ParentId, request.HeadId, costCentre);
            if (request.Id is null)
            {
                db.Departments.Add(department);
            }

            return new Saved(department.Id, department.EnterpriseId);
        }

        private static string? NameOf(DepartmentTree tree, DepartmentId? id) => id is { } known ? tree.Find(known)?.Name : null;

        private static HubError? MayStand(DepartmentTree tree, Department department, string name, Command request)
        {
            if (request.ParentId is { } parent)
            {
                if (tree.Find(parent) is null)
                {
                    return HubError.Invalid("department.unknown_parent", "The enterprise has no such department.", "parentId");
                }

                if (request.Id is { } id && tree.IsWithin(parent, id))
                {
                    return HubError.Conflict("department.inside_itself", "A department cannot stand below itself.") with { Field = "parentId" };
                }
            }

            return tree.MayStand(name, request.ParentId, request.Id is null ? 1 : tree.HeightOf(department.Id), request.Id);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/departments", async (New body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(null, body.EnterpriseId, body.Name, body.ParentId, body.HeadId, body.CostCentre), cancellationToken))
                    .ToHttp(made => Results.Created($"/identity/v1/departments/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.ManageDepartments)
            .WithTags("Departments").WithName("CreateDepartment").WithSummary("Adds a department; an enterprise's people need not say whose.").Produces<Saved>(201).ProducesProblem(400).ProducesProblem(409);
        routes.MapPut("/identity/v1/departments/{id}", async (DepartmentId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, null, body.Name, body.ParentId, body.HeadId, body.CostCentre, body.Revision), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ManageDepartments)
            .WithTags("Departments").WithName("ChangeDepartment").WithSummary("Says a department's name, place, head and cost centre.").Produces<Saved>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }
}
