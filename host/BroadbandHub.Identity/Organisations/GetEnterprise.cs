using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

/// <summary>One enterprise with everything known of it.</summary>
internal static class GetEnterprise
{
    internal sealed record Query(EnterpriseId Id) : IQuery<Detail>;

    internal sealed record Detail(
        EnterpriseId Id, string Name, string? RegistrationNumber, string ContactName, string ContactEmail, string ContactPhone, DateTimeOffset CreatedAt);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Detail>>
    {
        public async Task<Outcome<Detail>> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await organisations.Enterprises
                .Where(e => e.Id == request.Id)
                .Select(e => new Detail(e.Id, e.Name, e.RegistrationNumber, e.Contact.Name, e.Contact.Email, e.Contact.Phone, e.CreatedAt))
                .SingleOrDefaultAsync(cancellationToken);
            return found is null ? HubError.NotFound("enterprise.not_found", $"There is no enterprise {request.Id}.") : found;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises/{id}", async (EnterpriseId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("GetEnterprise").WithSummary("Looks one enterprise up.").Produces<Detail>().ProducesProblem(404);
}
