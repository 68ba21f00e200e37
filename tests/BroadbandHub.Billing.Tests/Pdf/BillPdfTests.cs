using BroadbandHub.Billing.Pdf;
using SkiaSharp;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace BroadbandHub.Billing.Tests.Pdf;

public sealed class BillPdfTests
{
    [Fact]
    public void A_bill_in_English_has_its_number_its_total_and_the_page_count_as_real_text()
    {
        using var fonts = Installed();
        var bill = SomeBill.With(3, "Acme Trading Ltd");

        var text = TextOf(Pdf(fonts, bill, "en"));

        Assert.Contains("B2026-000042", text);
        Assert.Contains("Acme Trading Ltd", text);
        Assert.Contains("Billing month", text);
        Assert.Contains(bill.Gross.ToString(), text);
        Assert.Contains("Page 1 of 1", text);
    }

    [Fact]
    public void A_bill_in_Chinese_can_be_searched_in_Chinese()
    {
        using var fonts = Chinese();

        var text = TextOf(Pdf(fonts, SomeBill.With(3), "zh"));

        Assert.Contains("账单编号", text);
        Assert.Contains("极致贸易有限公司", text);
        Assert.Contains("网络硬盘", text);
        Assert.Contains("应付金额", text);
        Assert.Contains("2026年11月2日", text);
        Assert.DoesNotContain("[pdf.", text);
    }

    [Fact]
    public void A_long_bill_goes_over_several_pages_that_are_numbered_and_repeat_the_head_of_the_table()
    {
        using var fonts = Installed();

        using var document = PdfDocument.Open(Pdf(fonts, SomeBill.With(120, "Acme"), "en"));

        Assert.True(document.NumberOfPages > 3);
        foreach (var page in document.GetPages())
        {
            var text = ContentOrderTextExtractor.GetText(page);
            Assert.Contains($"Page {page.Number} of {document.NumberOfPages}", text);
            Assert.All(page.Letters, l => Assert.InRange(l.BoundingBox.Right, 0, Sheet.Width - Sheet.Margin + 2));
        }

        var lines = string.Concat(document.GetPages().Select(p => ContentOrderTextExtractor.GetText(p)));
        Assert.Contains("Storage, meter 1 ", lines.ReplaceLineEndings(" "));
        Assert.Contains("Storage, meter 119 ", lines.ReplaceLineEndings(" "));
        Assert.Contains("correction of an earlier bill", lines);
    }

    [Fact]
    public void Fonts_travel_inside_the_document()
    {
        using var fonts = Installed();

        var raw = System.Text.Encoding.Latin1.GetString(Pdf(fonts, SomeBill.With(2, "Acme"), "en"));

        var used = raw.Split("/Type /Font\n").Length - 1;
        Assert.True(used > 0);
        Assert.True(raw.Contains("/FontFile", StringComparison.Ordinal) || raw.Contains("/Subtype /Type3", StringComparison.Ordinal), "No font program in the file.");
    }

    [Fact]
    public void A_credit_note_names_its_bill_and_asks_for_no_payment()
    {
        using var fonts = Installed();

        var text = TextOf(Pdf(fonts, SomeBill.CreditNote(), "en"));

        Assert.Contains("Credit note", text);
        Assert.Contains("B2026-000042", text);
        Assert.Contains("In your favour", text);
        Assert.Contains("-6.36", text);
        Assert.DoesNotContain("Due on", text);
        Assert.DoesNotContain("Please pay", text);
    }

    [Fact]
    public void Only_the_glyphs_that_a_bill_uses_travel_with_it()
    {
        using var fonts = Chinese();

        // The font that the build lays beside the program has ten megabytes.
        Assert.InRange(Pdf(fonts, SomeBill.With(3), "zh").Length, 5_000, 400_000);
    }

    [Fact]
    public void What_no_font_can_write_is_refused_and_says_what_to_install()
    {
        using var fonts = new PdfFonts([], "/nowhere", null);

        var outcome = new BillPdf(fonts).Write(SomeBill.With(1), "zh");

        Assert.Equal("pdf.font_missing", outcome.Error?.Code);
    }

    private static byte[] Pdf(PdfFonts fonts, BillDocument bill, string language)
    {
        var outcome = new BillPdf(fonts).Write(bill, language);
        Assert.True(outcome.IsOk, outcome.Error?.Message);
        if (Environment.GetEnvironmentVariable("HUB_TEST_PDF_FOLDER") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, $"bill-{bill.Lines.Count}-{language}.pdf"), outcome.Value);
        }

        return outcome.Value;
    }

    private static string TextOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Join('\n', document.GetPages().Select(p => ContentOrderTextExtractor.GetText(p)));
    }

    private static PdfFonts Installed()
    {
        var fonts = new PdfFonts([], Path.Combine(AppContext.BaseDirectory, "fonts"), SKFontManager.Default);
        Assert.SkipWhen(fonts.FirstMissing("A1") is not null, "No font at all is installed (Debian: fonts-noto-cjk).");
        return fonts;
    }

    private static PdfFonts Chinese()
    {
        var fonts = Installed();
        Assert.SkipWhen(fonts.FirstMissing("中") is not null, "No font with Chinese is installed (Debian: fonts-noto-cjk).");
        return fonts;
    }
}
