using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>An enterprise takes a proposal back before it is decided. Anybody of the enterprise who may propose may do so.</summary>
internal static class WithdrawProposal
{
    [Logged("identity.proposal.withdrawn")]
    internal sealed record Command(ProposalId Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, IApprovals approvals, CurrentUser user, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            // The task first, as a decision does: two who take the same rows in another order would wait for each other.
            var own = user.EnterpriseId;
            if (!await db.EnterpriseProposals.AnyAsync(p => p.Id == request.Id && own != null && p.EnterpriseId == own, cancellationToken))
            {
                return HubError.NotFound("proposal.not_found", $"Your enterprise has made no proposal {request.Id}.");
            }

            await approvals.WithdrawAsync(ProposalDesk.Definition.Key, request.Id.ToString(), cancellationToken);
            var enterprise = await db.LockEnterpriseAsync(own!.Value, cancellationToken);
            if (await db.EnterpriseProposals.SingleOrDefaultAsync(p => p.Id == request.Id && p.State == ProposalState.Open, cancellationToken) is not { } proposal)
            {
                return HubError.Conflict("proposal.not_open", "This was decided or taken back already.");
            }

            (proposal.State, proposal.DecidedAt) = (ProposalState.Withdrawn, clock.GetUtcNow().ToWholeMicros());
            changes.This.About("enterprise", enterprise!.Id, enterprise.Name).Of(enterprise.Id);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/profile/proposals/{id}", async (ProposalId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ProposeProfile)
        .WithTags("Profile").WithName("WithdrawProposal").WithSummary("Takes a proposal of the own enterprise back.").ProducesProblem(404).ProducesProblem(409);
}
