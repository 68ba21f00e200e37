using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.People;

/// <summary>Makes a link with which a person chooses a new password. The person's sessions and earlier links end.</summary>
internal static class MakePasswordLink
{
    /// <param name="PasswordLink">Path and query below the hub's address.</param>
    internal sealed record Made(string PasswordLink);

    [Logged("identity.person.password_link_made")]
    internal sealed record Command(PersonId Id) : ICommand<Made>;

    internal sealed class Handler(PersonGuard guard, PasswordLinks links, Changes changes) : IRequestHandler<Command, Outcome<Made>>
    {
        public async Task<Outcome<Made>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            // Whoever holds the link becomes that person.
            if (guard.MayChange(person) is { } refused)
            {
                return refused;
            }

            if (!guard.MayBecome(person.Audience))
            {
                return HubError.Forbidden("password_link.by_mail_only", "The link goes by mail to the person alone.");
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);
            return person.SuspendedAt is not null
                ? HubError.Conflict("person.suspended", "The person is suspended. Let the person in again first.")
                : new Made(await links.MakeAsync(person, cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people/{id}/password-link", async (PersonId id, IMediator mediator, PasswordAddress address, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(made => Results.Ok(new Made(address.Of(made.PasswordLink)))))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("MakePasswordLink").WithSummary("Makes a link, good once and for three days, with which the person chooses a new password.")
        .Produces<Made>().ProducesProblem(404).ProducesProblem(409);
}
