using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Billing.Bills;

/// <summary>Says that a preview is right. Nothing can be added to it from here on.</summary>
internal static class ApproveRun
{
    [Logged("billing.run.approved")]
    public sealed record Command(BillRunId Id) : ICommand<RunView>;

    public sealed class Handler(BillingDb db, BillingClock clock, ICurrentUser user, RunApproval approval, Changes changes) : IRequestHandler<Command, Outcome<RunView>>
    {
        public async Task<Outcome<RunView>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await TakeAsync(db, command.Id, clock.Now, RunActor.Of(user), cancellationToken) is { } error)
            {
                return error;
            }

            changes.This.About("run", command.Id);
            await approval.WithdrawAsync(command.Id, cancellationToken);
            return await RunStep.ViewAsync(db, command.Id, cancellationToken);
        }
    }

    /// <summary>The step itself: from the run's page, or from the inbox.</summary>
    public static async Task<HubError?> TakeAsync(BillingDb db, BillRunId id, DateTimeOffset now, string by, CancellationToken cancellationToken)
    {
        var error = await RunStep.TakeAsync(
            db,
            id,
            [BillRunState.Previewed],
            run => run.SetProperty(r => r.State, BillRunState.Approved).SetProperty(r => r.ApprovedAt, now).SetProperty(r => r.ApprovedBy, by),
            state => state switch
            {
                BillRunState.Previewing => HubError.Conflict("run.not_previewed", "The preview is not ready yet. Wait until it is, and look at it."),
                BillRunState.Cancelled => RunErrors.Cancelled,
                BillRunState.Issued => RunErrors.AlreadyIssued,
                _ => HubError.Conflict("run.already_approved", "This run is approved already. Issue it."),
            },
            cancellationToken);
        if (error is null)
        {
            await RunStep.MoveBillsAsync(db, id, [BillState.Draft], BillState.Approved, cancellationToken);
        }

        return error;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/billing/v1/runs/{id}/approve", async (BillRunId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.ApproveRuns)
        .WithName("ApproveRun").WithTags("Bill runs").WithSummary("Approves a previewed run.")
        .Produces<RunView>().ProducesProblem(404).ProducesProblem(409);
}
