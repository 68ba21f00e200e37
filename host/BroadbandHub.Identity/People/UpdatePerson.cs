using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.People;

/// <summary>Corrects what is known of a person's employment. The address one signs in with stays.</summary>
internal static class UpdatePerson
{
    /// <param name="Revision">The one that was read; refused when somebody else has changed these since. Null does not look.</param>
    internal sealed record Body(string? Name, DepartmentId? DepartmentId, DateOnly? JoinedOn, DateOnly? LeavesOn, string? Revision = null);

    [Logged("identity.person.updated")]
    internal sealed record Command(PersonId Id, string? Name, DepartmentId? DepartmentId, DateOnly? JoinedOn, DateOnly? LeavesOn, string? Revision = null) : ICommand<Done>;

    internal sealed class Handler(PersonGuard guard, PersonPlace places, LastDay lastDay, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            var (name, department) = (request.Name?.Trim() ?? "", await places.NameAsync(person.DepartmentId, cancellationToken));
            if ((guard.MayChange(person) ?? Revision.Check(request.Revision, RevisionOf(person), "person.changed_meanwhile") ?? PersonRules.CheckName(name) ?? PersonRules.CheckDays(request.JoinedOn, request.LeavesOn)
                ?? await places.PutAsync(person, request.DepartmentId, cancellationToken)) is { } refused)
            {
                return refused;
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId)
                .Field("name", person.FullName, name).Field("department", department, await places.NameAsync(person.DepartmentId, cancellationToken))
                .Field("joined_on", person.JoinedOn, request.JoinedOn).Field("leaves_on", person.LeavesOn, request.LeavesOn);
            (person.FullName, person.JoinedOn, person.LeavesOn) = (name, request.JoinedOn, request.LeavesOn);
            if (!lastDay.IsOver(person.LeavesOn))
            {
                person.LeftAt = null;
            }

            return Done.Instance;
        }
    }

    public static string RevisionOf(Person person) => Revision.Of(person.FullName, person.DepartmentId, person.JoinedOn, person.LeavesOn);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/identity/v1/people/{id}", async (PersonId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.Name, body.DepartmentId, body.JoinedOn, body.LeavesOn, body.Revision), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("UpdatePerson").WithSummary("Says a person's name, department, first and last day. On the day after the last one the account is closed.")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
}
