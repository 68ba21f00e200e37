using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>One run with the accounts that it left out.</summary>
internal static class GetRun
{
    public sealed record Query(BillRunId Id) : IQuery<RunView>;

    public sealed class Handler(BillingDb db) : IRequestHandler<Query, Outcome<RunView>>
    {
        public async Task<Outcome<RunView>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await RunView.FindAsync(db, query.Id, cancellationToken) is not { } run)
            {
                return RunErrors.NotFound(query.Id);
            }

            var parked = await (
                from p in db.ParkedAccounts.AsNoTracking()
                join a in db.Accounts.AsNoTracking() on p.AccountId equals a.Id
                where p.RunId == query.Id
                orderby p.ParkedAt, p.AccountId
                select new ParkedView(p.AccountId, a.EnterpriseId, p.Code, p.Message, p.ParkedAt)).ToListAsync(cancellationToken);
            return run with { ParkedAccounts = parked };
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/runs/{id}", async (BillRunId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(BillPermissions.ReadRuns)
        .WithName("GetRun").WithTags("Bill runs").WithSummary("A bill run with its progress, totals and parked accounts.")
        .Produces<RunView>().ProducesProblem(404);
}
