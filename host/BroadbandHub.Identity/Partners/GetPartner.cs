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
        string ContactName, string ContactEmail, string ContactPhone, bool Applied, DateTimeOffset CreatedAt, string Revision);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Detail>>
    {
        public async Task<Outcome<Detail>> Handle(Query request, CancellationToken cancellationToken)
        {
            return await organisations.Partners.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is { } found
                ? new Detail(
                    found.Id, found.Name, found.State, found.StateReason, found.StateSince, found.RegistrationNumber, found.Address, found.Website, found.About,
                    found.Contact.Name, found.Contact.Email, found.Contact.Phone, found.AppliedFrom is not null, found.CreatedAt, found.Revision)
                : NotFound(request.Id);
        }
    }

    public static HubError NotFound(PartnerId? id) => HubError.NotFound("partner.not_found", $"There is no partner {id}.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/partners/{id}", async (PartnerId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("GetPartner").WithSummary("Looks one partner up.").Produces<Detail>().ProducesProblem(404);
}
