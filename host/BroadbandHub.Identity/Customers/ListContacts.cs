using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>The contacts of an enterprise, the main one first. The enterprise's own people may ask for their own.</summary>
internal static class ListContacts
{
    internal sealed record Query(EnterpriseId EnterpriseId, string? Search = null, string? Sort = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items);

    internal sealed record Item(ContactId Id, string Name, string? Role, string? Phone, string? Email, bool IsMain, string Revision);

    internal sealed class Handler(IdentityDb db, OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!await organisations.Enterprises.AnyAsync(e => e.Id == request.EnterpriseId, cancellationToken))
            {
                return CustomerRows.NotFound(request.EnterpriseId);
            }

            var (words, phone) = (OrganisationNames.Searchable(request.Search ?? ""), EnterpriseContact.PhoneKeyOf(request.Search) ?? "-");
            var found = db.EnterpriseContacts.AsNoTracking().Where(c => c.EnterpriseId == request.EnterpriseId
                && (words == "" || c.SearchName.Contains(words) || c.Email!.ToLower().Contains(words) || c.Role!.ToLower().Contains(words) || c.PhoneKey!.Contains(phone)));
            var order = Sdk.Web.Components.ListSort.Read(request.Sort, "main", "main", "name", "role");
            var sorted = order switch
            {
                { Key: "name", Descending: false } => found.OrderBy(c => c.SearchName),
                { Key: "name" } => found.OrderByDescending(c => c.SearchName),
                { Key: "role", Descending: false } => found.OrderBy(c => c.Role).ThenBy(c => c.SearchName),
                { Key: "role" } => found.OrderByDescending(c => c.Role).ThenBy(c => c.SearchName),
                _ => found.OrderByDescending(c => c.IsMain).ThenBy(c => c.SearchName),
            };
            return new Result([.. (await sorted.ToListAsync(cancellationToken)).Select(c => new Item(c.Id, c.Name, c.Role, c.Phone, c.Email, c.IsMain, c.Revision))]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises/{id}/contacts", async (EnterpriseId id, string? search, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id, search, sort), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("ListContacts").WithSummary("Lists the contacts of an enterprise, the main one first.").Produces<Result>().ProducesProblem(404);
}
