using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>What the own enterprise has proposed, and what became of it.</summary>
internal static class ListProposals
{
    internal const int Most = 200;

    internal sealed record Query(ProposalState? State = null, string? Sort = null) : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items);

    /// <param name="Comment">What the operator said.</param>
    internal sealed record Item(ProposalId Id, ProposalKind Kind, IReadOnlyList<ProposedField> Fields, string? By, DateTimeOffset ProposedAt, ProposalState State, string? Comment, DateTimeOffset? DecidedAt);

    internal sealed class Handler(IdentityDb db, CurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var own = user.EnterpriseId;
            var found = db.EnterpriseProposals.AsNoTracking().Where(p => own != null && p.EnterpriseId == own && (request.State == null || p.State == request.State));
            var rows = await (Sdk.Web.Components.ListSort.Read(request.Sort, "-at", "at") is { Descending: false } ? found.OrderBy(p => p.ProposedAt) : found.OrderByDescending(p => p.ProposedAt))
                .Take(Most).Select(p => new { Proposal = p, By = db.People.Where(x => x.Id == p.ProposedBy).Select(x => x.FullName).FirstOrDefault() }).ToListAsync(cancellationToken);
            return new Result([.. rows.Select(r => new Item(
                r.Proposal.Id, r.Proposal.Kind, r.Proposal.Fields(), r.By, r.Proposal.ProposedAt, r.Proposal.State, r.Proposal.Comment, r.Proposal.DecidedAt))]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/profile/proposals", async (string? state, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(CustomerWords.Read<ProposalState>(state), sort), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ProposeProfile)
        .WithTags("Profile").WithName("ListProposals").WithSummary("Lists what the own enterprise has proposed to change, the newest first, with the operator's answers.").Produces<Result>();
}
