using BroadbandHub.Identity.Customers;
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
        EnterpriseId Id, string Name, string? Number, string? RegistrationNumber, string? LegalRepresentative, string? RegisteredAddress, Industry? Industry, EnterpriseSize? Size,
        CreditClass? CreditClass, IReadOnlyList<string> Tags, CustomerState State, string? StateReason, DateTimeOffset StateSince, int Revision, PersonId? ManagerId,
        string ContactName, string ContactEmail, string ContactPhone, DateTimeOffset CreatedAt);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Detail>>
    {
        public async Task<Outcome<Detail>> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await organisations.Enterprises.Include(e => e.Tags).Include(e => e.Contacts.Where(c => c.IsMain)).SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken);
            return found is null
                ? CustomerRows.NotFound(request.Id)
                : new Detail(
                    found.Id, found.Name, found.Number, found.RegistrationNumber, found.LegalRepresentative, found.RegisteredAddress, found.Industry, found.Size, found.CreditClass,
                    [.. found.Tags.Select(t => t.Name).Order(StringComparer.CurrentCulture)], found.State, found.StateReason, found.StateSince, found.Revision, found.ManagerId is { } manager ? new(manager) : null,
                    found.Contacts.FirstOrDefault()?.Name ?? "", found.Contacts.FirstOrDefault()?.Email ?? "", found.Contacts.FirstOrDefault()?.Phone ?? "", found.CreatedAt);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises/{id}", async (EnterpriseId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("GetEnterprise").WithSummary("Looks one enterprise up.").Produces<Detail>().ProducesProblem(404);
}
