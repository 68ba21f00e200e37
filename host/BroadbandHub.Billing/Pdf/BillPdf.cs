using System.Globalization;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Options;
using SkiaSharp;
using static BroadbandHub.Billing.BillingTexts;

namespace BroadbandHub.Billing.Pdf;

/// <summary>Writes a bill as PDF: A4, text that can be searched and copied, fonts inside.</summary>
internal sealed class BillPdf(PdfFonts fonts)
{
    private const float Left = Sheet.Margin;
    private const float Right = Sheet.Width - Sheet.Margin;
    private const float TaxColumn = Right - 96;
    private static readonly Ink Small = new(8.5f, Colour: Ink.Grey);
    private static readonly Ink Body = new(10);
    private static readonly Ink Strong = new(10, Bold: true);

    /// <summary>The document's bytes, or why it cannot be written on this machine.</summary>
    public Outcome<byte[]> Write(BillDocument bill, string? language)
    {
        using var reader = Reading.In(language);
        var words = string.Concat(T.All(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName).Where(t => t.Key.StartsWith("pdf.", StringComparison.Ordinal)).Select(t => t.Value))
            + bill.CustomerName + bill.IssuerName + string.Concat(bill.Lines.Select(l => $"{l.Group}{l.Name}{l.Unit}"));
        if (fonts.FirstMissing(words) is { } missing)
        {
            return HubError.Unavailable(
                "pdf.font_missing",
                $"No font on this machine can write '{missing}'. Install one with Chinese (Debian: fonts-noto-cjk), or name font files under Billing:Pdf:Fonts in the configuration.");
        }

        var sheet = new Sheet(fonts);
        Head(sheet, bill);
        Lines(sheet, bill);
        Taxes(sheet, bill);
        Totals(sheet, bill);
        Notes(sheet, bill);
        var metadata = new SKDocumentPdfMetadata
        {
            Title = T["pdf.title", bill.Number],
            Author = bill.IssuerName,
            Subject = bill.CustomerName,
            Creator = "BroadbandHub",
            Creation = bill.IssuedOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Modified = bill.IssuedOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            RasterDpi = 300,
            EncodingQuality = 101,
            PdfA = false,
        };
        return sheet.ToPdf(metadata, (s, page, pages) => Footer(s, bill, page, pages));
    }

    private static void Head(Sheet sheet, BillDocument bill)
    {
        sheet.Fill(0, 0, Sheet.Width, 6, Ink.Accent);
        sheet.Write(bill.IssuerName, Left, Left + 12, new Ink(12, Bold: true, Colour: Ink.Accent));
        sheet.Write(T[bill.CorrectsNumber is null ? "pdf.bill" : "pdf.credit_note"], Left, Left + 52, new Ink(26, Bold: true));
        sheet.Write(bill.Number, Right, Left + 12, new Ink(12, Bold: true), Align.Right);

        var y = Left + 84;
        sheet.Write(T["pdf.billed_to"], Left, y, Small);
        var lines = sheet.WriteWrapped(bill.CustomerName, Left, y + 16, 235, new Ink(12, Bold: true), 15);
        sheet.Write(bill.CustomerReference, Left, y + 16 + (lines * 15), Small);

        var factsAt = y;
        foreach (var (label, value) in new[]
        {
            (T["pdf.number"], bill.Number),
            (T["pdf.corrects"], bill.CorrectsNumber),
            (T["pdf.month"], Month(bill.Month.Start)),
            (T["pdf.issued_on"], Day(bill.IssuedOn)),
            (T["pdf.due_on"], bill.CorrectsNumber is null ? Day(bill.DueOn) : null),
            (T["pdf.currency"], bill.Currency.Code),
        }.Where(f => f.Item2 is not null))
        {
            sheet.Write(label, 325, factsAt, Small);
            sheet.Write(value!, Right, factsAt, Body, Align.Right);
            factsAt += 16;
        }

        y = Math.Max(factsAt, y + 31 + (lines * 15)) + 10;
        sheet.Fill(Left, y, Right - Left, 46, 0xFFEAF2FB);
        sheet.Fill(Left, y, 4, 46, Ink.Accent);
        sheet.Write(T[bill.Gross.MinorUnits < 0 ? "pdf.credit_total" : "pdf.amount_due"], Left + 16, y + 28, new Ink(11));
        sheet.Write(Amount(bill.Gross), Right - 14, y + 30, new Ink(18, Bold: true), Align.Right);
        sheet.Y = y + 46 + 22;
    }

    private static void Lines(Sheet sheet, BillDocument bill)
    {
        sheet.OnNewPage = () =>
        {
            sheet.Write(T["pdf.continued", bill.Number], Left, sheet.Y + 8, Small);
            sheet.Y += 22;
            LineHeads(sheet, bill.Currency);
        };
        LineHeads(sheet, bill.Currency);
        LocalText? group = null;
        foreach (var line in bill.Lines)
        {
            var name = sheet.Wrap(line.IsCorrection ? T["pdf.correction", line.Name] : line.Name.ToString(), TaxColumn - Left - 60, Body);
            var headed = !Equals(group, line.Group);
            sheet.Need((name.Count * 13) + 18 + (headed ? 20 : 0));
            if (headed)
            {
                group = line.Group;
                sheet.Write(line.Group.ToString(), Left, sheet.Y + 13, Strong);
                sheet.Y += 19;
            }

            for (var i = 0; i < name.Count; i++)
            {
                sheet.Write(name[i], Left + 10, sheet.Y + 10 + (i * 13), Body);
            }

            sheet.Write(Percent(line.TaxRate), TaxColumn, sheet.Y + 10, Body, Align.Right);
            sheet.Write(Plain(line.Net), Right, sheet.Y + 10, Body, Align.Right);
            sheet.Y += name.Count * 13;
            sheet.Write(Detail(line), Left + 10, sheet.Y + 9, Small);
            sheet.Y += 17;
        }

        sheet.Rule(sheet.Y + 2);
        sheet.Y += 16;
        sheet.OnNewPage = () =>
        {
            sheet.Write(T["pdf.continued", bill.Number], Left, sheet.Y + 8, Small);
            sheet.Y += 26;
        };
    }

    private static void LineHeads(Sheet sheet, Currency currency)
    {
        sheet.Write(T["pdf.line"], Left, sheet.Y + 8, Small);
        sheet.Write(T["pdf.tax_rate"], TaxColumn, sheet.Y + 8, Small, Align.Right);
        sheet.Write(T["pdf.net_in", currency.Code], Right, sheet.Y + 8, Small, Align.Right);
        sheet.Rule(sheet.Y + 14);
        sheet.Y += 20;
    }

    private static void Taxes(Sheet sheet, BillDocument bill)
    {
        sheet.Need(44 + (bill.Taxes.Count * 15));
        sheet.Write(T["pdf.taxes"], Left, sheet.Y + 10, Strong);
        sheet.Y += 18;
        sheet.Write(T["pdf.tax_rate"], Left, sheet.Y + 8, Small);
        sheet.Write(T["pdf.taxable"], TaxColumn - 90, sheet.Y + 8, Small, Align.Right);
        sheet.Write(T["pdf.tax"], Right, sheet.Y + 8, Small, Align.Right);
        sheet.Rule(sheet.Y + 14);
        sheet.Y += 18;
        foreach (var tax in bill.Taxes)
        {
            sheet.Write(Percent(tax.Rate), Left, sheet.Y + 10, Body);
            sheet.Write(Plain(tax.Net), TaxColumn - 90, sheet.Y + 10, Body, Align.Right);
            sheet.Write(Plain(tax.Tax), Right, sheet.Y + 10, Body, Align.Right);
            sheet.Y += 15;
        }

        sheet.Y += 14;
    }

    private static void Totals(Sheet sheet, BillDocument bill)
    {
        sheet.Need(70);
        const float label = 325;
        foreach (var (text, value) in new[] { (T["pdf.net_total"], bill.Net), (T["pdf.tax_total"], bill.Tax) })
        {
            sheet.Write(text, label, sheet.Y + 10, Body);
            sheet.Write(Amount(value), Right, sheet.Y + 10, Body, Align.Right);
            sheet.Y += 16;
        }

        sheet.Rule(sheet.Y + 2, label, thickness: 1.2f, colour: Ink.Accent);
        sheet.Write(T["pdf.gross_total"], label, sheet.Y + 20, new Ink(12, Bold: true));
        sheet.Write(Amount(bill.Gross), Right, sheet.Y + 20, new Ink(12, Bold: true), Align.Right);
        sheet.Y += 44;
    }

    private static void Notes(Sheet sheet, BillDocument bill)
    {
        var notes = new List<string>
        {
            T[bill.Gross.MinorUnits < 0 ? "pdf.note_credit" : "pdf.note_pay", Day(bill.DueOn), bill.Number],
            T[bill.Gross.MinorUnits < 0 ? "pdf.note_credit_tax" : "pdf.note_rounding"],
        };
        if (bill.Lines.Any(l => l.IsCorrection))
        {
            notes.Add(T["pdf.note_correction"]);
        }

        foreach (var note in notes)
        {
            var lines = sheet.Wrap(note, Right - Left, Small);
            sheet.Need(lines.Count * 12);
            sheet.WriteWrapped(note, Left, sheet.Y + 8, Right - Left, Small, 12);
            sheet.Y += (lines.Count * 12) + 3;
        }
    }

    private static void Footer(Sheet sheet, BillDocument bill, int page, int pages)
    {
        sheet.Rule(Sheet.Height - 50);
        sheet.Write($"{bill.IssuerName} · {bill.Number}", Left, Sheet.Height - 34, Small);
        sheet.Write(T["pdf.page", page, pages], Right, Sheet.Height - 34, Small, Align.Right);
    }

    private static string Detail(BillDocumentLine line)
    {
        var days = $"{Day(line.Service.Start)} – {Day(line.Service.End.AddDays(-1))}";
        return line.Quantity is { } quantity ? $"{days}  ·  {quantity.ToString("#,0.############", CultureInfo.CurrentCulture)} {line.Unit}" : days;
    }

    private static string Month(DateOnly day) => day.ToString("Y", CultureInfo.CurrentCulture);

    private static string Day(DateOnly day) => day.ToString(T["pdf.day_format"], CultureInfo.CurrentCulture);

    private static string Percent(decimal rate) => (rate * 100).ToString("0.####", CultureInfo.CurrentCulture) + " %";

    private static string Plain(Money money) => money.ToMajorUnits().ToString("N" + money.Currency.MinorUnits, CultureInfo.CurrentCulture);

    private static string Amount(Money money) => $"{money.Currency.Code} {Plain(money)}";
}
