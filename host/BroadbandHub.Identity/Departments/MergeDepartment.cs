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

/// <summary>People and sub-departments of one department go to another, and the first is gone.</summary>
internal static class MergeDepartment
{
    internal sealed record Body(DepartmentId? IntoId);

    [Logged("identity.department.merged")]
    internal sealed record Command(DepartmentId Id, DepartmentId? IntoId) : ICommand<Merged>;

    internal sealed record Merged(DepartmentId Id, int People, int Departments);

    internal sealed class Handler(IdentityDb db, DepartmentScope scope, Changes changes) : IRequestHandler<Command, Outcome<Merged>>
    {
        public async Task<Outcome<Merged>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await scope.LockAsync(request.Id, cancellationToken) is not var (tree, from))
            {
                return DepartmentScope.NotFound(request.Id);
            }

            if (request.IntoId is not { } into || tree.Find(into) is null)
            {
                return HubError.Invalid("department.unknown_target", "The enterprise has no such department.", "intoId");
            }

            if (tree.IsWithin(into, from.Id))
            {
                return HubError.Conflict("department.inside_itself", "A department cannot be merged into itself or what is below it.") with { Field = "intoId" };
            }

            var moved = tree.ChildrenOf(from.Id).ToList();
            foreach (var child in moved)
            {
                if (tree.MayStand(child.Name, into, tree.HeightOf(child.Id), from.Id) is { } refused)
                {
                    return refused with { Field = "intoId" };
                }

                child.ParentId = into;
            }

            // The people's own stamps stay: nobody's open form about a person is lost over this.
            var people = await db.People.Where(p => p.DepartmentId == from.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.DepartmentId, into), cancellationToken);
            changes.This.About("department", from.Id, from.Name).Of(from.EnterpriseId).With("into", tree.Find(into)!.Name).With("people", people);
            db.Departments.Remove(from);
            return new Merged(into, people, moved.Count);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/departments/{id}/merge", async (DepartmentId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.IntoId), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ManageDepartments)
        .WithTags("Departments").WithName("MergeDepartment").WithSummary("Moves the people and sub-departments of a department into another one and removes it.")
        .Produces<Merged>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
}
