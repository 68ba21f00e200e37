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

/// <summary>Who looks after customers and how many, and who looked after one customer before.</summary>
internal static class ListManagers
{
    internal sealed record Query(string? Sort = null, string? Search = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items);

    /// <param name="CanSignIn">False for somebody who has left: the customers wait for another manager.</param>
    internal sealed record Item(PersonId Id, string Name, string Email, bool CanSignIn, int Customers, int Active, int Suspended);

    internal sealed record History(EnterpriseId Id) : IQuery<Past>;

    /// <summary>The newest first.</summary>
    internal sealed record Past(IReadOnlyList<Step> Items);

    internal sealed record Step(DateTimeOffset At, PersonId? FromId, string? From, PersonId? ToId, string? To, PersonId? ById, string? By, string? Reason);

    internal sealed class Handler(IdentityDb db, OrganisationsReader organisations) : IRequestHandler<Query, Outcome<Result>>, IRequestHandler<History, Outcome<Past>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var held = await db.Enterprises.AsNoTracking().Where(e => e.ManagerId != null).GroupBy(e => new { e.ManagerId, e.State })
                .Select(g => new { g.Key.ManagerId, g.Key.State, Count = g.Count() }).ToListAsync(cancellationToken);
            var ids = held.Select(h => h.ManagerId!.Value).Distinct().ToList();
            var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.FullName, p.Email, p.SuspendedAt }).ToListAsync(cancellationToken);
            var items = people.Select(p => new Item(
                new(p.Id), p.FullName, p.Email ?? "", p.SuspendedAt is null, held.Where(h => h.ManagerId == p.Id).Sum(h => h.Count),
                held.Where(h => h.ManagerId == p.Id && h.State == CustomerState.Active).Sum(h => h.Count), held.Where(h => h.ManagerId == p.Id && h.State == CustomerState.Suspended).Sum(h => h.Count)))
                .Where(i => string.IsNullOrWhiteSpace(request.Search) || i.Name.Contains(request.Search.Trim(), StringComparison.OrdinalIgnoreCase) || i.Email.Contains(request.Search.Trim(), StringComparison.OrdinalIgnoreCase));
            return new Result([.. Sdk.Web.Components.ListSort.Read(request.Sort, "name", "name", "customers") switch
            {
                { Key: "customers", Descending: true } => items.OrderByDescending(i => i.Customers).ThenBy(i => i.Name, StringComparer.CurrentCulture),
                { Key: "customers" } => items.OrderBy(i => i.Customers).ThenBy(i => i.Name, StringComparer.CurrentCulture),
                { Descending: true } => items.OrderByDescending(i => i.Name, StringComparer.CurrentCulture),
                _ => items.OrderBy(i => i.Name, StringComparer.CurrentCulture),
            }]);
        }

        public async Task<Outcome<Past>> Handle(History request, CancellationToken cancellationToken)
        {
            if (!await organisations.Enterprises.AnyAsync(e => e.Id == request.Id, cancellationToken))
            {
                return CustomerRows.NotFound(request.Id);
            }

            var rows = await db.ManagerChanges.AsNoTracking().Where(c => c.EnterpriseId == request.Id).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(200).ToListAsync(cancellationToken);
            var ids = rows.SelectMany(r => new[] { r.FromId, r.ToId, r.ById }).OfType<Guid>().Distinct().ToList();
            var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, cancellationToken);
            return new Past([.. rows.Select(r => new Step(r.At, Id(r.FromId), Name(r.FromId), Id(r.ToId), Name(r.ToId), Id(r.ById), Name(r.ById) ?? r.ByClient, r.Reason))]);

            string? Name(Guid? id) => id is { } person ? names.GetValueOrDefault(person) : null;
            static PersonId? Id(Guid? id) => id is { } person ? new(person) : null;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/v1/client-managers", async (string? search, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(sort, search), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadOrganisations)
            .WithTags("Organisations").WithName("ListManagers").WithSummary("Lists who looks after customers, and how many.").Produces<Result>();
        routes.MapGet("/identity/v1/enterprises/{id}/managers", async (EnterpriseId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new History(id), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadOrganisations)
            .WithTags("Organisations").WithName("ListManagersOfEnterprise").WithSummary("Who looked after the enterprise, from when, and why it changed; the newest first.").Produces<Past>().ProducesProblem(404);
    }
}
