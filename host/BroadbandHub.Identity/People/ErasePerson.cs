using System.Security.Cryptography;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.PasswordResets;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>
/// Forgets who a person was, for good: the account keeps its id, since bills, logs and tasks speak of it, and nothing else. The logs stay whole. Only of somebody who is shut out
/// already, so that nobody is erased by a slip of the hand.
/// </summary>
internal static class ErasePerson
{
    /// <summary>Instead of the name.</summary>
    private const string Nobody = "–";

    [Logged("identity.person.erased")]
    internal sealed record Command(PersonId Id) : ICommand<Done>;

    internal sealed class Handler(
        IdentityDb db, PersonGuard guard, CurrentUser user, LogSeal seal, CodeBook codes, GrantApproval grants, IEnumerable<ILeavers> leavers, IEnumerable<IForgetPeople> others, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } found)
            {
                return PersonGuard.NotFound(request.Id);
            }

            if (guard.MayChange(found) is { } refused)
            {
                return refused;
            }

            if (!user.IsHub && !user.Can(IdentityPermissions.ManagePeople))
            {
                return HubError.Forbidden("person.erase_not_yours", "Whoever erases somebody manages both the logs and people.");
            }

            if (found.SuspendedAt is null)
            {
                return HubError.Conflict("person.not_suspended", "Suspend the account first: what is erased does not come back.");
            }

            var before = new ErasedPerson(found.PersonId, found.FullName, found.Email ?? "");
            await grants.WithdrawAsync(request.Id.ToString(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            var lines = await EraseFromLogs.EraseAsync(db, seal, request.Id, cancellationToken);
            foreach (var leaver in leavers)
            {
                await leaver.LeaveAsync(request.Id, cancellationToken);
            }

            foreach (var other in others)
            {
                await other.ForgetAsync(before, cancellationToken);
            }

            await ForgetAsync(before, cancellationToken);
            var person = await db.People.Include(p => p.Roles).SingleAsync(p => p.Id == request.Id.Value, cancellationToken);
            Empty(person);
            changes.This.About("person", request.Id).Of(person.EnterpriseId).Of(person.PartnerId).With("entries", lines);
            return Done.Instance;
        }

        private async Task ForgetAsync(ErasedPerson person, CancellationToken cancellationToken)
        {
            var (id, address) = (person.Id, AskForPassword.KeyOf(person.Email));
            await db.SecurityKeys.Where(k => k.PersonId == id).ExecuteDeleteAsync(cancellationToken);
            await db.Certificates.Where(c => c.PersonId == id).ExecuteDeleteAsync(cancellationToken);
            await codes.RemoveAsync(id, cancellationToken);
            await db.Sessions.Where(s => s.PersonId == id).ExecuteDeleteAsync(cancellationToken);
            await db.AccountEvents.Where(e => e.PersonId == id).ExecuteDeleteAsync(cancellationToken);
            await db.Tickets.Where(t => t.PersonId == id).ExecuteDeleteAsync(cancellationToken);
            await db.PasswordRequests.Where(r => r.AddressKey == address).ExecuteDeleteAsync(cancellationToken);
            await db.Departments.Where(d => d.HeadId == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.HeadId, (PersonId?)null), cancellationToken);
        }

        private void Empty(Person person)
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            db.RemoveRange(person.Roles);

            // An address that nobody can have (RFC 2606), so that the old one is free for others.
            person.UserName = person.Email = $"{person.PersonId}@erased.invalid";
            person.NormalizedUserName = person.NormalizedEmail = AddressNormalizer.KeyOf(person.Email);
            (person.FullName, person.PhoneNumber, person.PasswordHash, person.Language) = (Nobody, null, null, null);
            (person.DepartmentId, person.JoinedOn, person.LeavesOn, person.InvitedAt) = (null, null, null, null);
            (person.EmailConfirmed, person.SecurityStamp) = (true, Convert.ToHexString(RandomNumberGenerator.GetBytes(20)));
            (person.ErasedAt, person.LeftAt) = (now, person.LeftAt ?? now);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people/{id}/erase", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManageLogs)
        .WithTags("People").WithName("ErasePerson")
        .WithSummary("Forgets who a suspended person was, for good: name, addresses, keys, sessions, mails and what the logs tell of them. The id stays, and the logs can still be checked.")
        .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
