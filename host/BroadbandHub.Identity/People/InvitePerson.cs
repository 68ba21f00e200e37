using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Sends the invitation of somebody who has never signed in once more; or takes it back, and the account with it.</summary>
internal static class InvitePerson
{
    [Logged("identity.person.invited")]
    internal sealed record Command(PersonId Id) : ICommand<Done>;

    [Logged("identity.person.invitation_withdrawn")]
    internal sealed record Withdrawal(PersonId Id) : ICommand<Done>;

    internal sealed class Handler(PersonGuard guard, Invitations invitations, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);
            return Refusal(guard, person) is { } refused ? refused
                : person.SuspendedAt is not null ? HubError.Conflict("person.suspended", "The person is suspended. Let the person in again first.")
                : await invitations.SendAsync(person, cancellationToken) is { } unsent ? unsent
                : Done.Instance;
        }
    }

    internal sealed class WithdrawalHandler(IdentityDb db, PersonGuard guard, GrantApproval grants, IEnumerable<ILeavers> leavers, Changes changes) : IRequestHandler<Withdrawal, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Withdrawal request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            if (Refusal(guard, person) is { } refused)
            {
                return refused;
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);
            foreach (var leaver in leavers)
            {
                await leaver.LeaveAsync(person.PersonId, cancellationToken);
            }

            await grants.WithdrawAsync(request.Id.ToString(), cancellationToken);
            await db.Departments.Where(d => d.HeadId == request.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.HeadId, (PersonId?)null), cancellationToken);
            db.RemoveRange(person.Roles);
            db.People.Remove(person);
            return Done.Instance;
        }
    }

    private static HubError? Refusal(PersonGuard guard, Person person) =>
        guard.MayChange(person) ?? (person.IsPending ? null : HubError.Conflict("invitation.accepted", "The invitation has been accepted. Suspend the person instead."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/people/{id}/invitation", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.ManagePeople)
            .WithTags("People").WithName("SendInvitation").WithSummary("Sends somebody who has never signed in a mail with a link, good once and for three days. Earlier links stop working.")
            .ProducesProblem(404).ProducesProblem(409);
        routes.MapDelete("/identity/v1/people/{id}/invitation", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Withdrawal(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.ManagePeople)
            .WithTags("People").WithName("WithdrawInvitation").WithSummary("Takes an invitation back that nobody has accepted: the account is gone, its address free again.")
            .ProducesProblem(404).ProducesProblem(409);
    }
}
