using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Sdk.Web.Components;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Everybody with an account, for the operator's list and the pages of organisations.</summary>
internal static class ListPeople
{
    internal const int PageSize = 50;

    internal sealed record Query(string? Search, int Page, EnterpriseId? EnterpriseId = null, PartnerId? PartnerId = null, string? Cursor = null, string? Sort = null, DepartmentId? DepartmentId = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items, int Total, string? Next = null);

    internal sealed record Item(
        PersonId Id, string Name, string Email, IReadOnlyList<Role> Roles, EnterpriseId? EnterpriseId, PartnerId? PartnerId, string? Organisation, bool Locked, bool Suspended, DateTimeOffset CreatedAt,
        bool Pending, DepartmentId? DepartmentId, string? Department, DateOnly? JoinedOn, DateOnly? LeavesOn);

    internal sealed class Handler(IdentityDb db, PeopleScope scope, RoleBook roles, TimeProvider clock) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var people = scope.People.AsNoTracking().Where(p => p.ErasedAt == null);
            if (request.EnterpriseId is not null)
            {
                people = people.Where(p => p.EnterpriseId == request.EnterpriseId);
            }

            if (request.PartnerId is not null)
            {
                people = people.Where(p => p.PartnerId == request.PartnerId);
            }

            if (request.DepartmentId is not null)
            {
                people = people.Where(p => p.DepartmentId == request.DepartmentId);
            }

            if (request.Search?.Trim() is { Length: > 0 } words)
            {
                people = PeopleScope.Called(people, words);
            }

            if (!NameCursor.TryRead(request.Cursor, out var after))
            {
                return NameCursor.Wrong;
            }

            var total = await people.CountAsync(cancellationToken);
            people = people.Where(p => after == null || string.Compare(p.NormalizedEmail, after) > 0);
            var rows = await Sorted(people.Include(p => p.Roles), ListSort.Read(request.Sort, "email", "name", "email", "since"))
                .Skip((Math.Clamp(request.Page, 1, 1_000_000) - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            var enterprises = rows.Select(p => p.EnterpriseId).OfType<EnterpriseId>().ToHashSet();
            var partners = rows.Select(p => p.PartnerId).OfType<PartnerId>().ToHashSet();
            var enterpriseNames = await db.Enterprises.Where(e => enterprises.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
            var partnerNames = await db.Partners.Where(p => partners.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
            var departments = rows.Select(p => p.DepartmentId).OfType<DepartmentId>().ToHashSet();
            var departmentNames = await db.Departments.Where(d => departments.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
            var now = clock.GetUtcNow();
            return new Result([.. rows.Select(p => new Item(
                p.PersonId, p.FullName, p.Email ?? "", [.. p.Roles.Select(r => roles.Find(r.Role)).OfType<Role>()], p.EnterpriseId, p.PartnerId,
                p.EnterpriseId is { } e ? enterpriseNames.GetValueOrDefault(e) : p.PartnerId is { } q ? partnerNames.GetValueOrDefault(q) : null,
                p.LockoutEnd > now, p.SuspendedAt is not null, p.CreatedAt,
                p.IsPending, p.DepartmentId, p.DepartmentId is { } d ? departmentNames.GetValueOrDefault(d) : null, p.JoinedOn, p.LeavesOn))],
                total,
                rows.Count == PageSize ? NameCursor.Write(rows[^1].NormalizedEmail!) : null);
        }
    }

    private static IQueryable<Person> Sorted(IQueryable<Person> people, ListSort sort) => (sort.Key, sort.Descending) switch
    {
        ("name", false) => people.OrderBy(p => p.FullName).ThenBy(p => p.NormalizedEmail),
        ("name", true) => people.OrderByDescending(p => p.FullName).ThenBy(p => p.NormalizedEmail),
        ("since", false) => people.OrderBy(p => p.CreatedAt).ThenBy(p => p.NormalizedEmail),
        ("since", true) => people.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.NormalizedEmail),
        (_, true) => people.OrderByDescending(p => p.NormalizedEmail),
        _ => people.OrderBy(p => p.NormalizedEmail),
    };

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/people", async (string? search, string? cursor, EnterpriseId? enterprise, PartnerId? partner, DepartmentId? department, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(search, 1, enterprise, partner, cursor, null, department), cancellationToken)).ToHttp(found => Results.Ok(new
            {
                Items = found.Items.Select(p => new { p.Id, p.Name, p.Email, Roles = p.Roles.Select(r => r.Key), p.EnterpriseId, p.PartnerId, p.Locked, p.Suspended, p.CreatedAt, p.Pending, p.DepartmentId, p.JoinedOn, p.LeavesOn }),
                found.Next,
            })))
        .RequireAuthorization(IdentityPermissions.ReadPeople)
        .WithTags("People").WithName("ListPeople").WithSummary("Lists people by e-mail address.");
}
