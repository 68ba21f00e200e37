using System.Globalization;
using BroadbandHub.Billing.Pdf;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// An issued bill as PDF, in English or Chinese. It is written when it is first asked for, and kept: who downloads it again gets the same file, whatever
/// the layout or the font has become since.
/// </summary>
internal static class DownloadBill
{
    public sealed record Query(BillId Id, string? Language) : IQuery<File>;

    public sealed record File(string Name, byte[] Content);

    public sealed class Handler(BillingDb db, BillPdf pdf, IFileStore files, IOptions<PdfOptions> options, ICurrentUser user) : IRequestHandler<Query, Outcome<File>>
    {
        public async Task<Outcome<File>> Handle(Query query, CancellationToken cancellationToken)
        {
            var bill = BillScope.Of(user) is { } scope
                ? await scope.Visible(db.Bills.AsNoTracking()).SingleOrDefaultAsync(b => b.Id == query.Id, cancellationToken)
                : null;
            if (bill is null)
            {
                return BillErrors.NotFound(query.Id);
            }

            if (bill.State != BillState.Issued)
            {
                return HubError.Conflict("bill.not_issued", "This bill is a draft: it has no number yet. It can be downloaded once it is issued.");
            }

            var language = query.Language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? "zh" : "en";
            var stored = $"bills/{bill.Id}/{language}.pdf";
            var content = await files.ReadAsync(stored, cancellationToken);
            if (content is null)
            {
                var written = await WriteAsync(bill, language, cancellationToken);
                if (!written.IsOk)
                {
                    return written.Error;
                }

                content = written.Value;
                await files.WriteAsync(stored, content, cancellationToken);
            }

            return new File($"{bill.Number}.pdf", content);
        }

        private async Task<Outcome<byte[]>> WriteAsync(Bill bill, string language, CancellationToken cancellationToken)
        {
            var lines = await db.BillLines.AsNoTracking().Where(l => l.BillId == bill.Id).OrderBy(l => l.Ordinal).ToListAsync(cancellationToken);
            var taxes = await db.BillTaxes.AsNoTracking().Where(t => t.BillId == bill.Id).ToListAsync(cancellationToken);
            var corrects = bill.CorrectsBillId is { } id ? await db.Bills.AsNoTracking().Where(b => b.Id == id).Select(b => b.Number).SingleAsync(cancellationToken) : null;
            return pdf.Write(Document(bill, lines, taxes, corrects, options.Value.IssuerName), language);
        }
    }

    internal static BillDocument Document(Bill bill, IReadOnlyList<BillLine> lines, IReadOnlyList<BillTax> taxes, string? corrects, string issuer)
    {
        var currency = Currency.Of(bill.Currency);
        var sign = bill.Kind == BillKind.Invoice ? 1 : -1;
        return new BillDocument(
            bill.Number!, issuer, bill.CustomerName ?? bill.EnterpriseId.ToString(), bill.EnterpriseId.ToString(), new(bill.PeriodStart, bill.PeriodEnd), bill.IssuedOn!.Value, bill.DueOn!.Value,
            currency,
            [.. lines.Select(l => new BillDocumentLine(
                new(l.ProductEn, l.ProductZh), new(l.TextEn, l.TextZh), new(l.ServiceStart, l.ServiceEnd), Shown(l), l.Unit, l.TaxRate, Signed(l.Amount),
                bill.Kind == BillKind.Invoice && l.FromRevision > 0))],
            [.. taxes.GroupBy(t => t.Rate).OrderBy(g => g.Key).Select(g => new BillDocumentTax(g.Key, Signed(g.Sum(t => t.Net)), Signed(g.Sum(t => t.Tax))))],
            Signed(bill.Net), Signed(bill.Tax), Signed(bill.Gross), corrects);

        Money Signed(long amount) => Money.Of(sign * amount, currency);
    }

    // At most 19 + 12 digits: more than a decimal holds only for sums that no network has.
    private static decimal? Shown(BillLine line) => line.MeterKey is null
        ? null
        : decimal.Parse(new Quantity(line.QuantityUnits, line.QuantityFraction).ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/bills/{id}/pdf", async (BillId id, string? lang, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id, lang ?? CultureInfo.CurrentUICulture.Name), cancellationToken))
                .ToHttp(file => Results.File(file.Content, "application/pdf", file.Name)))
        .RequireAuthorization()
        .WithName("DownloadBill").WithTags("Bills").WithSummary("An issued bill as PDF, in English or Chinese (lang=en|zh, otherwise the reader's language).")
        .Produces(StatusCodes.Status200OK, contentType: "application/pdf").ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
}
