using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Partners;

/// <summary>
/// Changes what is known of a partner: the operator all of it, the partner its own without the name and the registration number, which contracts and settlements are about.
/// Whatever is left out is taken away.
/// </summary>
internal static class UpdatePartner
{
    /// <param name="Revision">The one that was read; refused when somebody else has changed the partner since. Null does not look.</param>
    internal sealed record Body(
        string? Name, string? RegistrationNumber, string? Address, string? Website, string? About, string? ContactName, string? ContactEmail, string? ContactPhone, string? Revision = null);

    /// <param name="Id">Null for the own one of whoever asks.</param>
    [Logged("identity.partner.changed")]
    internal sealed record Command(PartnerId? Id, Body Body) : ICommand<Done>, IPartnerInput
    {
        public string? Name => Body.Name;

        public string? RegistrationNumber => Body.RegistrationNumber;

        public string? Address => Body.Address;

        public string? Website => Body.Website;

        public string? About => Body.About;

        public string? ContactName => Body.ContactName;

        public string? ContactEmail => Body.ContactEmail;

        public string? ContactPhone => Body.ContactPhone;
    }

    internal sealed class Rules : PartnerRules<Command>;

    internal sealed class Handler(IdentityDb db, CurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var id = request.Id ?? user.PartnerId;
            if (id is not { } wanted || await db.LockPartnerAsync(wanted, cancellationToken) is not { } partner)
            {
                return GetPartner.NotFound(id);
            }

            if (Revision.Check(request.Body.Revision, partner.Revision, "partner.changed_meanwhile") is { } changed)
            {
                return changed;
            }

            var before = PartnerFacts.Of(partner);
            var registration = partner.RegistrationNumber;
            request.Apply(partner);
            var own = request.Id is null;
            if (own)
            {
                partner.RegistrationNumber = registration;
            }

            if (await db.TryNameAsync(partner, own ? partner.Name : request.Name!, cancellationToken) is { } taken)
            {
                return taken;
            }

            changes.This.About("partner", partner.Id, partner.Name).Of(partner.Id);
            PartnerFacts.Of(partner).Since(before, changes.This);
            return Done.Instance;
        }
    }

    /// <summary>What a partner changes of itself: no name among it, so the rules see the one it has.</summary>
    internal sealed record OwnBody(string? Address, string? Website, string? About, string? ContactName, string? ContactEmail, string? ContactPhone, string? Revision = null)
    {
        public Command ToCommand() => new(null, new("–", null, Address, Website, About, ContactName, ContactEmail, ContactPhone, Revision));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/identity/v1/partners/{id}", async (PartnerId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, body), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("UpdatePartner").WithSummary("Says what is known of a partner.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.MapPut("/identity/v1/partner/profile", async (OwnBody body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(body.ToCommand(), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.KeepPartnerProfile)
            .WithTags("Organisations").WithName("UpdateOwnPartner").WithSummary("Says what is known of the own company. Its name and registration number are the operator's to change.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.MapGet("/identity/v1/partner/profile", async (CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
                (user.PartnerId is { } own ? await mediator.Send(new GetPartner.Query(own), cancellationToken) : GetPartner.NotFound(null)).ToHttp())
            .RequireAuthorization(IdentityPermissions.KeepPartnerProfile)
            .WithTags("Organisations").WithName("GetOwnPartner").WithSummary("What is known of the own company.").Produces<GetPartner.Detail>().ProducesProblem(404);
    }
}
