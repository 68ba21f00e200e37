using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Everybody with an account, for the operator's list and the pages of organisations.</summary>
internal static class ListPeople
{
    internal const int PageSize = 50;

    internal sealed record Query(string? Search, int Page, EnterpriseId? EnterpriseId = null, PartnerId? PartnerId = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items, int Total);

    internal sealed record Item(
        PersonId Id, string Name, string Email, IReadOnlyList<Role> Roles, EnterpriseId? EnterpriseId, PartnerId? PartnerId, string? Organisation, bool Locked, DateTimeOffset CreatedAt);

    internal sealed class Handler(IdentityDb db, TimeProvider clock) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var people = db.People.AsNoTracking();
            if (request.EnterpriseId is not null)
            {
                people = people.Where(p => p.EnterpriseId == request.EnterpriseId);
            }

            if (request.PartnerId is not null)
            {
                people = people.Where(p => p.PartnerId == request.PartnerId);
            }

            if (request.Search?.Trim() is { Length: > 0 } words)
            {
                var upper = words.ToUpperInvariant();
                people = people.Where(p => p.FullName.Contains(words) || p.NormalizedEmail!.Contains(upper));
            }

            var total = await people.CountAsync(cancellationToken);
            var rows = await people.Include(p => p.Roles).OrderBy(p => p.NormalizedEmail)
                .Skip((Math.Clamp(request.Page, 1, 1_000_000) - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
            var enterprises = rows.Select(p => p.EnterpriseId).OfType<EnterpriseId>().ToHashSet();
            var partners = rows.Select(p => p.PartnerId).OfType<PartnerId>().ToHashSet();
            var enterpriseNames = await db.Enterprises.Where(e => enterprises.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
            var partnerNames = await db.Partners.Where(p => partners.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
            var now = clock.GetUtcNow();
            return new Result([.. rows.Select(p => new Item(
                p.PersonId, p.FullName, p.Email ?? "", [.. p.Roles.Select(r => Role.Find(r.Role)).OfType<Role>()], p.EnterpriseId, p.PartnerId,
                p.EnterpriseId is { } e ? enterpriseNames.GetValueOrDefault(e) : p.PartnerId is { } q ? partnerNames.GetValueOrDefault(q) : null,
                p.LockoutEnd > now, p.CreatedAt))], total);
        }
    }
}
