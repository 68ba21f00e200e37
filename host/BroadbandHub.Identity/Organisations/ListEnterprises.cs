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

/// <summary>Enterprises by name, a page at a time.</summary>
internal static class ListEnterprises
{
    internal const int MostPerPage = 200;

    internal sealed record Query(CustomerFilter Filter, string? Cursor, int? Limit) : IQuery<Page>;

    internal sealed record Page(IReadOnlyList<Item> Items, string? Next);

    internal sealed record Item(EnterpriseId Id, string Name, string? Number, CustomerState State, CreditClass? CreditClass, PersonId? ManagerId, DateTimeOffset CreatedAt);

    internal sealed class Handler(CustomerFinder customers) : IRequestHandler<Query, Outcome<Page>>
    {
        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!NameCursor.TryRead(request.Cursor, out var after))
            {
                return NameCursor.Wrong;
            }

            var limit = Math.Clamp(request.Limit ?? 50, 1, MostPerPage);
            var rows = await customers.Find(request.Filter)
                .Where(o => after == null || string.Compare(o.SearchName, after) > 0)
                .OrderBy(o => o.SearchName)
                .Select(o => new { o.Id, o.Name, o.Number, o.State, o.CreditClass, o.ManagerId, o.CreatedAt, o.SearchName })
                .Take(limit + 1)
                .ToListAsync(cancellationToken);
            var items = rows.Take(limit).Select(o => new Item(o.Id, o.Name, o.Number, o.State, o.CreditClass, o.ManagerId is { } manager ? new(manager) : null, o.CreatedAt)).ToList();
            return new Page(items, rows.Count > limit ? NameCursor.Write(rows[limit - 1].SearchName) : null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises", async (
            string? search, string? state, string? creditClass, string? manager, string? tag, string? cursor, int? limit, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(new(search, state, creditClass, manager, tag), cursor, limit), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("ListEnterprises").WithSummary("Lists enterprises by name: those in whose name, number, licence, address, contacts, lines, tags or manager the words are; of a state, a credit class (or none), a manager (an id, me, none), a tag.").Produces<Page>();
}
