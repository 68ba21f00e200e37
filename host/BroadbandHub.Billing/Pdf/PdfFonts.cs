using Microsoft.Extensions.Options;
using SkiaSharp;

namespace BroadbandHub.Billing.Pdf;

/// <summary>
/// The typefaces that bills are written with, in this order: files named in the configuration, files in the folder <c>fonts</c> beside the program (the build lays Noto Sans SC
/// there, host/decisions/0010), then the best installed family. What no font can write is said, never printed as boxes.
/// </summary>
internal sealed class PdfFonts : IDisposable
{
    /// <summary>Open families first; the last ones come with Windows and macOS.</summary>
    private static readonly string[] Families =
    [
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
        "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "SimHei", "SimSun", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Helvetica",
    ];

    private readonly SKTypeface[] regular;
    private readonly SKTypeface[] bold;

    public PdfFonts(IOptions<PdfOptions> options)
        : this(options.Value.Fonts, Path.Combine(AppContext.BaseDirectory, "fonts"), SKFontManager.Default)
    {
    }

    internal PdfFonts(IReadOnlyList<string> files, string folder, SKFontManager? installed)
    {
        var own = files.Count > 0 ? [.. files.Select(Open)] : FromFolder(folder);
        var families = installed?.FontFamilies.ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var known = Families.Where(families.Contains).ToArray();
        regular = [.. own.Where(f => !f.IsBold), .. known.Select(f => installed!.MatchFamily(f, SKFontStyle.Normal))];
        bold = [.. own.Where(f => f.IsBold), .. own.Where(f => !f.IsBold), .. known.Select(f => installed!.MatchFamily(f, SKFontStyle.Bold))];
    }

    /// <summary>The first character that no typeface can write, or null when all can be written.</summary>
    public string? FirstMissing(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!System.Text.Rune.IsControl(rune) && !Array.Exists(regular, f => f.ContainsGlyph(rune.Value)))
            {
                return rune.ToString();
            }
        }

        return null;
    }

    /// <summary>Cuts a text into pieces of one typeface each: the first that has the character.</summary>
    public IEnumerable<(string Text, SKTypeface Face)> Runs(string text, bool isBold)
    {
        var faces = isBold ? bold : regular;
        var start = 0;
        var at = 0;
        SKTypeface? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var face = Array.Find(faces, f => f.ContainsGlyph(rune.Value)) ?? current ?? faces[0];
            if (current is not null && !ReferenceEquals(face, current))
            {
                yield return (text[start..at], current);
                start = at;
            }

            current = face;
            at += rune.Utf16SequenceLength;
        }

        if (current is not null)
        {
            yield return (text[start..], current);
        }
    }

    public void Dispose()
    {
        foreach (var face in regular.Concat(bold).Distinct())
        {
            face.Dispose();
        }
    }

    private static SKTypeface[] FromFolder(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Where(IsFont).Order(StringComparer.Ordinal).Select(Open)]
        : [];

    private static bool IsFont(string file) => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC";

    private static SKTypeface Open(string file) =>
        SKTypeface.FromFile(file) ?? throw new InvalidOperationException($"'{file}' cannot be read as a font. Billing:Pdf:Fonts takes TTF, OTF and TTC files.");
}
