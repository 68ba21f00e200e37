using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Sessions;

/// <summary>What happened to the account of the person who asks, the last first.</summary>
internal static class MyActivity
{
    public const int Most = 30;

    /// <param name="Detail">Of a sign-in: how; of a key: its name.</param>
    /// <param name="IsWarning">Somebody was wrong about the password or a code: it may have been somebody else.</param>
    internal sealed record Item(DateTimeOffset At, AccountEventKind Kind, string? Detail, string? Device, string Address, bool IsWarning);

    internal sealed record Result(string Email, IReadOnlyList<Item> Items);

    internal sealed record Query : IQuery<Result>;

    internal sealed class Handler(IdentityDb db, CurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } person)
            {
                return MySessions.NobodysAccount;
            }

            var email = await db.People.Where(p => p.Id == person.Value).Select(p => p.Email).SingleOrDefaultAsync(cancellationToken);
            var events = await db.AccountEvents.AsNoTracking().Where(e => e.PersonId == person).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(Most).ToListAsync(cancellationToken);
            return new Result(email ?? "", [.. events.Select(e => new Item(e.At, e.Kind, e.Detail, Device.Describe(e.UserAgent), e.Address, e.Kind is AccountEventKind.PasswordWrong or AccountEventKind.CodeWrong or AccountEventKind.Locked))]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/account/activity", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
        .RequireAuthorization().WithTags("Account").WithSummary("What happened lately to the account of the person who asks: sign-ins, failures, changes.").Produces<Result>().ProducesProblem(403);
}
