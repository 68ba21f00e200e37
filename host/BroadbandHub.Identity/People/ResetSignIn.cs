using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>For somebody who lost key and telephone: the password alone signs in again (and registers a new key where one is required). All sessions end.</summary>
internal static class ResetSignIn
{
    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Command(PersonId Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, UserManager<Person> people, PersonGuard guard, CodeBook codes, SignOns signOns, AccountEvents events) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            if (guard.MayChange(person) is { } refused)
            {
                return refused;
            }

            await db.SecurityKeys.Where(k => k.PersonId == request.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Certificates.Where(c => c.PersonId == request.Id).ExecuteDeleteAsync(cancellationToken);
            await codes.RemoveAsync(request.Id, cancellationToken);
            await people.UpdateSecurityStampAsync(person);
            await signOns.EndAllAsync(request.Id, cancellationToken);
            events.Note(request.Id, AccountEventKind.SignInReset);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people/{id}/reset-sign-in", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithSummary("Removes a person's security keys, certificates, authenticator app and recovery codes, and ends all sessions.").ProducesProblem(403).ProducesProblem(404);
}
