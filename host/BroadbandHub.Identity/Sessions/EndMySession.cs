using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Sessions;

/// <summary>Ends a session of the person who asks, or all but the one that asks.</summary>
internal static class EndMySession
{
    /// <param name="Id">Null for all others.</param>
    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Command(string? Id) : ICommand<Ended>;

    internal sealed record Ended(int Sessions);

    internal sealed class Handler(SessionBook sessions, CurrentUser user) : IRequestHandler<Command, Outcome<Ended>>
    {
        public async Task<Outcome<Ended>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } person)
            {
                return MySessions.NobodysAccount;
            }

            if (request.Id is null)
            {
                return new Ended(await sessions.EndOthersAsync(person, user.SessionId, cancellationToken));
            }

            return await sessions.EndAsync(person, request.Id, AccountEventKind.SessionEnded, cancellationToken)
                ? new Ended(1)
                : HubError.NotFound("session.not_found", "There is no such session of yours; it may have ended already.");
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/identity/v1/account/sessions/{id}", async (string id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization().WithTags("Account").WithSummary("Ends a session of the person who asks, from its next request on.").ProducesProblem(403).ProducesProblem(404);
        routes.MapPost("/identity/v1/account/sessions/end-others", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Command(null), cancellationToken)).ToHttp())
            .RequireAuthorization().WithTags("Account").WithSummary("Ends all sessions of the person who asks but the one that asks.").Produces<Ended>().ProducesProblem(403);
    }
}
