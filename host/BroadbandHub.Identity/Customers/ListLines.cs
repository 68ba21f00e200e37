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

/// <summary>The broadband lines of an enterprise, a page at a time. The enterprise's own people may ask for their own.</summary>
internal static class ListLines
{
    internal const int PageSize = 50;

    internal sealed record Query(EnterpriseId EnterpriseId, string? Search = null, LineState? State = null, string? Sort = null, int? Page = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items, int Total);

    internal sealed record Item(LineId Id, string Number, AccessType Access, string? Address, int? DownMbps, int? UpMbps, LineState State, string Revision);

    internal sealed class Handler(IdentityDb db, OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (!await organisations.Enterprises.AnyAsync(e => e.Id == request.EnterpriseId, cancellationToken))
            {
                return CustomerRows.NotFound(request.EnterpriseId);
            }

            var (words, key) = (OrganisationNames.Searchable(request.Search ?? ""), BroadbandLine.KeyOf(request.Search ?? ""));
            var found = db.BroadbandLines.AsNoTracking().Where(l => l.EnterpriseId == request.EnterpriseId && (request.State == null || l.State == request.State)
                && (key == "" || l.NumberKey.Contains(key) || l.Address!.ToLower().Contains(words)));
            var order = Sdk.Web.Components.ListSort.Read(request.Sort, "number", "number", "down", "state");
            var sorted = order switch
            {
                { Key: "down", Descending: false } => found.OrderBy(l => l.DownMbps).ThenBy(l => l.NumberKey),
                { Key: "down" } => found.OrderByDescending(l => l.DownMbps).ThenBy(l => l.NumberKey),
                { Key: "state", Descending: false } => found.OrderBy(l => l.State).ThenBy(l => l.NumberKey),
                { Key: "state" } => found.OrderByDescending(l => l.State).ThenBy(l => l.NumberKey),
                { Descending: true } => found.OrderByDescending(l => l.NumberKey),
                _ => found.OrderBy(l => l.NumberKey),
            };
            var lines = await sorted.Skip((Math.Clamp(request.Page ?? 1, 1, 1000) - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            return new Result([.. lines.Select(l => new Item(l.Id, l.Number, l.Access, l.Address, l.DownMbps, l.UpMbps, l.State, l.Revision))], await found.CountAsync(cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/enterprises/{id}/lines", async (EnterpriseId id, string? search, string? state, string? sort, int? page, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id, search, CustomerWords.Read<LineState>(state), sort, page), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadOrganisations)
        .WithTags("Organisations").WithName("ListLines").WithSummary("Lists the broadband lines of an enterprise by number; 50 on a page.").Produces<Result>().ProducesProblem(404);
}
