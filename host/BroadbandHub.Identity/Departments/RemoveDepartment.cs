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

/// <summary>Removes a department in which nobody is and below which there is none.</summary>
internal static class RemoveDepartment
{
    [Logged("identity.department.removed")]
    internal sealed record Command(DepartmentId Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, DepartmentScope scope, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await scope.LockAsync(request.Id, cancellationToken) is not var (tree, department))
            {
                return DepartmentScope.NotFound(request.Id);
            }

            if (tree.HasChildren(department.Id) || await db.People.AnyAsync(p => p.DepartmentId == department.Id, cancellationToken))
            {
                return HubError.Conflict("department.not_empty", "People or departments are still in it. Merge it into another department instead.");
            }

            changes.This.About("department", department.Id, department.Name).Of(department.EnterpriseId);
            db.Departments.Remove(department);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/departments/{id}", async (DepartmentId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManageDepartments)
        .WithTags("Departments").WithName("RemoveDepartment").WithSummary("Removes an empty department.").ProducesProblem(404).ProducesProblem(409);
}
