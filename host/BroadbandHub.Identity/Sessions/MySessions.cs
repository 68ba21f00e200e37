using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Sessions;

/// <summary>Where the person who asks is signed in.</summary>
internal static class MySessions
{
    /// <param name="Device">Browser and system in words, as far as the browser says; null when it says nothing known.</param>
    /// <param name="LastSeenAt">To a few minutes.</param>
    /// <param name="Methods">How the person proved who they are: pwd, otp, hwk.</param>
    /// <param name="IsCurrent">The session that asks.</param>
    internal sealed record Item(string Id, string? Device, string Address, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, IReadOnlyList<string> Methods, bool IsCurrent);

    internal sealed record Result(IReadOnlyList<Item> Items);

    internal sealed record Query : IQuery<Result>;

    internal sealed class Handler(SessionBook sessions, CurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } person)
            {
                return NobodysAccount;
            }

            var open = await sessions.ListAsync(person, cancellationToken);
            return new Result([.. open.OrderByDescending(s => s.Id == user.SessionId).Select(s => new Item(
                s.Id, Device.Describe(s.UserAgent), s.Address, s.StartedAt, s.LastSeenAt, s.Methods.Split(' ', StringSplitOptions.RemoveEmptyEntries), s.Id == user.SessionId))]);
        }
    }

    public static HubError NobodysAccount => HubError.Forbidden("account.none", "Only people have an account of their own; an application does not.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/account/sessions", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
        .RequireAuthorization().WithTags("Account").WithSummary("Where the person who asks is signed in.").Produces<Result>().ProducesProblem(403);
}
