using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Partners;

/// <summary>The operator enters a new partner. Somebody else checks it before it is one.</summary>
internal static class CreatePartner
{
    [Logged("identity.partner.created")]
    internal sealed record Command : ICommand<Created>, IPartnerInput
    {
        public string? Name { get; init; }

        public string? RegistrationNumber { get; init; }

        public string? Address { get; init; }

        public string? Website { get; init; }

        public string? About { get; init; }

        public string? ContactName { get; init; }

        public string? ContactEmail { get; init; }

        public string? ContactPhone { get; init; }
    }

    internal sealed record Created(PartnerId Id, string Name, PartnerState State, DateTimeOffset CreatedAt);

    internal sealed class Rules : PartnerRules<Command>;

    internal sealed class Handler(IdentityDb db, TimeProvider clock, CurrentUser user, PartnerCheck check, Changes changes) : IRequestHandler<Command, Outcome<Created>>
    {
        public async Task<Outcome<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            // The hub itself makes the demonstration's.
            var state = user.IsHub ? PartnerState.Active : PartnerState.Checking;
            var made = new Partner { Id = PartnerId.New(clock), State = state, StateSince = now, CreatedAt = now, Language = Invitations.Language };
            request.Apply(made);
            db.Partners.Add(made);
            if (await db.TryNameAsync(made, request.Name!, cancellationToken) is { } taken)
            {
                return taken;
            }

            changes.This.About("partner", made.Id, made.Name).Of(made.Id);
            PartnerFacts.Of(made).Since(null, changes.This);
            return state == PartnerState.Checking && await check.RequestAsync(made, cancellationToken) is { } refused
                ? refused
                : new Created(made.Id, made.Name, made.State, made.CreatedAt);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/partners", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/partners/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("CreatePartner").WithSummary("Enters a new partner. It is one when somebody else has checked it.")
        .Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
