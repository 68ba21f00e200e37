using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>The security keys of the person who asks.</summary>
internal static class MyKeys
{
    internal sealed record Item(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

    internal sealed record Result(IReadOnlyList<Item> Items);

    internal sealed record Query : IQuery<Result>;

    internal sealed class Handler(IdentityDb db, CurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken) => user.PersonId is not { } person
            ? MySessions.NobodysAccount
            : new Result(await db.SecurityKeys.AsNoTracking().Where(k => k.PersonId == person).OrderBy(k => k.CreatedAt)
                .Select(k => new Item(k.Id, k.Name, k.CreatedAt, k.LastUsedAt)).ToListAsync(cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/account/security-keys", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
        .RequireAuthorization().WithTags("Account").WithSummary("The security keys of the person who asks.").Produces<Result>().ProducesProblem(403);
}
