using BroadbandHub.Identity.Accounts;
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

/// <summary>Calls a security key of the person who asks something else.</summary>
internal static class RenameMyKey
{
    internal sealed record Body(string? Name);

    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Command(Guid Id, string? Name) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, CurrentUser user, AccountEvents events) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } person)
            {
                return MySessions.NobodysAccount;
            }

            if (!SecurityKey.TryName(request.Name, out var name))
            {
                return SecurityKey.BadName;
            }

            if (await db.SecurityKeys.SingleOrDefaultAsync(k => k.PersonId == person && k.Id == request.Id, cancellationToken) is not { } key)
            {
                return SecurityKey.NotFound;
            }

            if (key.Name != name)
            {
                events.Note(person, AccountEventKind.KeyRenamed, $"{key.Name} → {name}");
                key.Name = name;
            }

            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/identity/v1/account/security-keys/{id:guid}", async (Guid id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.Name), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization().WithTags("Account").WithSummary("Gives a security key of the person who asks another name, of at most 60 characters.")
        .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
}
