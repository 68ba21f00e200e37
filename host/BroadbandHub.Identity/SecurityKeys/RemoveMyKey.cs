using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Certificates;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>Removes a security key of the person who asks. Never the last way in.</summary>
internal static class RemoveMyKey
{
    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Command(Guid Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, CurrentUser user, KeyRules rules, FreshSignIn fresh, SessionBook sessions, AccountEvents events) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } id)
            {
                return MySessions.NobodysAccount;
            }

            if (!fresh.Is(user.Session))
            {
                return FreshSignIn.Required;
            }

            var (person, keys) = await rules.HoldAsync(id, cancellationToken);
            if (await rules.MayChangeAsync(person, user, cancellationToken) is { } needed)
            {
                return needed;
            }

            if (await db.SecurityKeys.SingleOrDefaultAsync(k => k.PersonId == id && k.Id == request.Id, cancellationToken) is not { } key)
            {
                return SecurityKey.NotFound;
            }

            if (await rules.MayLoseOneAsync(person, keys, cancellationToken) is { } refused)
            {
                return refused;
            }

            // What it opened goes with it, but for this session.
            db.SecurityKeys.Remove(key);
            await sessions.EndOpenedWithAsync(id, m => m.Contains("hwk", StringComparer.Ordinal) && !CertificateSignIn.IsAmong(m), user.SessionId, cancellationToken);
            events.Note(id, AccountEventKind.KeyRemoved, key.Name);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/account/security-keys/{id:guid}", async (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization().WithTags("Account").WithSummary("Removes a security key of the person who asks. Soon after a sign-in only, and never the last way in.")
        .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
