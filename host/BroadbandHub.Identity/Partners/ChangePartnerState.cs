using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Partners;

/// <summary>Suspends a partner, takes it back, lets it go for good, or has a refused one checked again. The people of one that is not active are out at once; its applications are told.</summary>
internal static class ChangePartnerState
{
    internal sealed record Body(PartnerState? State, string? Reason);

    [Logged("identity.partner.suspended")]
    internal sealed record Command(PartnerId Id, PartnerState? State, string? Reason) : ICommand<Done>;

    internal sealed class Handler(
        IdentityDb db, IRunningServices services, IPartnerApplications applications, OrganisationSessions sessions, PartnerCheck check, IOutbox outbox, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var reason = PartnerInputs.Tidy(request.Reason);
            if (request.State is not { } wanted)
            {
                return HubError.Invalid("partner.no_state", "Say which state: active, suspended, left, or checking.", "state");
            }

            if (reason is null || reason.Length > PartnerTables.MostReason || reason.Any(c => char.IsControl(c) && c is not ('\n' or '\r')))
            {
                return HubError.Invalid("partner.bad_reason", $"Say why, in at most {PartnerTables.MostReason} characters.", "reason");
            }

            if (await db.LockPartnerAsync(request.Id, cancellationToken) is not { } partner)
            {
                return GetPartner.NotFound(request.Id);
            }

            var before = partner.State;
            if (before == wanted)
            {
                changes.This.Nothing();
                return Done.Instance;
            }

            if (!PartnerStates.Next(before).Contains(wanted))
            {
                return HubError.Conflict("partner.state_not_allowed", $"A partner that is {Word(before)} cannot become {Word(wanted)}.") with { Field = "state" };
            }

            if (wanted == PartnerState.Left && await services.CountAsync(partner.Id, cancellationToken) is > 0 and var running)
            {
                return HubError.Conflict("partner.has_subscriptions", $"{running} subscriptions to its products have not ended. End them first; the partner can go when the last one is over.");
            }

            (partner.State, partner.StateReason, partner.StateSince) = (wanted, reason, clock.GetUtcNow().ToWholeMicros());
            changes.This.About("partner", partner.Id, partner.Name).Of(partner.Id).Field("state", PartnerWords.Of(before), PartnerWords.Of(wanted)).With("reason", reason).As(wanted switch
            {
                PartnerState.Active => "identity.partner.resumed",
                PartnerState.Left => "identity.partner.left",
                PartnerState.Checking => "identity.partner.checked_again",
                _ => "identity.partner.suspended",
            });
            if (wanted == PartnerState.Checking)
            {
                return await check.RequestAsync(partner, cancellationToken) is { } refused ? refused : Done.Instance;
            }

            await TellAsync(partner, reason, cancellationToken);
            return Done.Instance;
        }

        private async Task TellAsync(Partner partner, string reason, CancellationToken cancellationToken)
        {
            var keys = await applications.OfAsync(partner.Id, cancellationToken);
            if (partner.State == PartnerState.Active)
            {
                await outbox.AddAsync(new PartnerResumed(partner.Id, keys, partner.StateSince), cancellationToken);
                return;
            }

            await sessions.EndAllAsync(partner.Id, cancellationToken);
            await outbox.AddAsync(
                partner.State == PartnerState.Left ? new PartnerLeft(partner.Id, keys, partner.StateSince) : new PartnerSuspended(partner.Id, reason, keys, partner.StateSince), cancellationToken);
        }

        private static string Word(PartnerState state) => PartnerWords.Of(state).English.ToLowerInvariant();
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/partners/{id}/state", async (PartnerId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.State, body.Reason), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManagePartners)
        .WithTags("Organisations").WithName("ChangePartnerState")
        .WithSummary("Suspends a partner, takes it back, lets it go for good once no subscription to its products runs, or has a refused one checked again. The same again is no error.")
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
}
