using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>One bill with its lines and taxes.</summary>
internal static class GetBill
{
    public sealed record Query(BillId Id) : IQuery<BillDetail>;

    public sealed class Handler(BillingDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<BillDetail>>
    {
        public async Task<Outcome<BillDetail>> Handle(Query query, CancellationToken cancellationToken)
        {
            var bill = BillScope.Of(user) is { } scope
                ? await scope.Visible(db.Bills.AsNoTracking()).SingleOrDefaultAsync(b => b.Id == query.Id, cancellationToken)
                : null;
            if (bill is null)
            {
                return BillErrors.NotFound(query.Id);
            }

            var currency = Currency.Of(bill.Currency);
            var lines = await db.BillLines.AsNoTracking().Where(l => l.BillId == bill.Id).OrderBy(l => l.Ordinal).ToListAsync(cancellationToken);
            var taxes = await db.BillTaxes.AsNoTracking().Where(t => t.BillId == bill.Id).ToListAsync(cancellationToken);
            var corrects = bill.CorrectsBillId is { } id ? await db.Bills.AsNoTracking().Where(b => b.Id == id).Select(b => b.Number).SingleOrDefaultAsync(cancellationToken) : null;
            var notes = await db.Bills.AsNoTracking().Where(b => b.CorrectsBillId == bill.Id && b.State == BillState.Issued).ToListAsync(cancellationToken);
            return new BillDetail(
                BillView.Of(bill), [.. lines.Select(l => BillLineView.Of(l, currency))],
                [.. taxes.OrderBy(t => t.Rate).ThenBy(t => t.TaxCategory, StringComparer.Ordinal).Select(t => BillTaxView.Of(t, currency))], corrects, [.. notes.Select(BillView.Of)]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/bills/{id}", async (BillId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithName("GetBill").WithTags("Bills").WithSummary("A bill with its lines and taxes. People of an enterprise see the issued bills of their own.")
        .Produces<BillDetail>().ProducesProblem(404);
}
