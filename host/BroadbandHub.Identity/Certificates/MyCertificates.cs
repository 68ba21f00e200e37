using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Certificates;

/// <summary>The certificates of the person who asks, their names and their removal. Never the last way in.</summary>
internal static class MyCertificates
{
    internal sealed record Result(IReadOnlyList<CertificateBook.Item> Items);

    internal sealed record Query : IQuery<Result>;

    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Removal(Guid Id) : ICommand<Done>;

    internal sealed record Body(string? Name);

    [NotLogged("What happens to an account is logged where its owner is told of it.")]
    internal sealed record Naming(Guid Id, string? Name) : ICommand<Done>;

    internal sealed class Handler(CurrentUser user, KeyRules rules, FreshSignIn fresh, CertificateBook certificates) : IRequestHandler<Query, Outcome<Result>>, IRequestHandler<Naming, Outcome<Done>>, IRequestHandler<Removal, Outcome<Done>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken) =>
            user.PersonId is { } person ? new Result(await certificates.ListAsync(person, cancellationToken)) : MySessions.NobodysAccount;

        public async Task<Outcome<Done>> Handle(Naming request, CancellationToken cancellationToken) =>
            user.PersonId is not { } person ? MySessions.NobodysAccount
            : await certificates.RenameAsync(person, request.Id, request.Name, cancellationToken) is { } refused ? refused
            : Done.Instance;

        public async Task<Outcome<Done>> Handle(Removal request, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } id)
            {
                return MySessions.NobodysAccount;
            }

            if (!fresh.Is(user.Session))
            {
                return FreshSignIn.Required;
            }

            var (person, keys) = await rules.HoldAsync(id, cancellationToken);
            if (await rules.MayChangeAsync(person, user, cancellationToken) is { } needed)
            {
                return needed;
            }

            if (!await certificates.RemoveAsync(id, request.Id, cancellationToken))
            {
                return CertificateErrors.NotFound;
            }

            return await rules.MayLoseOneAsync(person, keys, cancellationToken) is { } refused ? refused : Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/v1/account/certificates", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
            .RequireAuthorization().WithTags("Account").WithSummary("The certificates with which the person who asks signs in.").Produces<Result>().ProducesProblem(403);
        routes.MapPut("/identity/v1/account/certificates/{id:guid}", async (Guid id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Naming(id, body.Name), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization().WithTags("Account").WithSummary("Gives a certificate of the person who asks another name, of at most 60 characters.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        routes.MapDelete("/identity/v1/account/certificates/{id:guid}", async (Guid id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Removal(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization().WithTags("Account").WithSummary("Removes a certificate of the person who asks. Soon after a sign-in only, and never the last way in.")
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
