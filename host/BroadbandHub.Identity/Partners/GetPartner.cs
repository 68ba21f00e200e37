using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Partners;

/// <summary>One partner with everything known of it.</summary>
internal static class GetPartner
{
    internal sealed record Query(PartnerId Id) : IQuery<Detail>;

    internal sealed record Detail(
        PartnerId Id, string Name, PartnerState State, string? StateReason, DateTimeOffset StateSince, string? RegistrationNumber, string? Address, string? Website, string? About,
        string ContactName, string ContactEmail, string ContactPhone, bool Applied, DateTimeOffset CreatedAt);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Detail>>
    {
        public async Task<Outcome<Detail>> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await organisations.Partners
                .Where(e => e.Id == request.Id)
                .Select(e => new Detail(
                    e.Id, e.Name, e.State, e.StateReason, e.StateSince, e.RegistrationNumber, e.Address, e.Website, e.About, e.Contact.Name, e.Contact.Email, e.Contact.Phone, e.AppliedFrom != null,
                    e.CreatedAt))
                .SingleOrDefaultAsync(cancellationToken);
            return found is null ? NotFound(request.Id) : found;
        }
    }

    public static HubError NotFound(PartnerId? id) => HubError.NotFound("partner.not_found", $"There is no partner {id}.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/partners/{id}", async (PartnerId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("GetPartner").WithSummary("Looks one partner up.").Produces<Detail>().ProducesProblem(404);
}
