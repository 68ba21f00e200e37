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

/// <summary>Partners by name, a page at a time.</summary>
internal static class ListPartners
{
    internal const int MostPerPage = 200;

    internal sealed record Query(string? Search, PartnerState? State, string? Cursor, int? Limit) : IQuery<Page>;

    internal sealed record Page(IReadOnlyList<Item> Items, string? Next);

    internal sealed record Item(PartnerId Id, string Name, PartnerState State, DateTimeOffset CreatedAt);

    internal sealed class Handler(OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Page>>
    {
        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!NameCursor.TryRead(request.Cursor, out var after))
            {
                return NameCursor.Wrong;
            }

            var limit = Math.Clamp(request.Limit ?? 50, 1, MostPerPage);
            var rows = await OrganisationsReader.Matching(organisations.Partners, request.Search)
                .Where(o => request.State == null || o.State == request.State)
                .Where(o => after == null || string.Compare(o.SearchName, after) > 0)
                .OrderBy(o => o.SearchName)
                .Select(o => new { o.Id, o.Name, o.State, o.CreatedAt, o.SearchName })
                .Take(limit + 1)
                .ToListAsync(cancellationToken);
            var items = rows.Take(limit).Select(o => new Item(o.Id, o.Name, o.State, o.CreatedAt)).ToList();
            return new Page(items, rows.Count > limit ? NameCursor.Write(rows[limit - 1].SearchName) : null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/partners", async (string? search, PartnerState? state, string? cursor, int? limit, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(search, state, cursor, limit), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("ListPartners").WithSummary("Lists partners by name.").Produces<Page>();
}
