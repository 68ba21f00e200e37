using SkiaSharp;

namespace BroadbandHub.Billing.Pdf;

internal enum Align
{
    Left,
    Right,
}

/// <summary>How a text looks: size in points, weight, colour.</summary>
internal readonly record struct Ink(float Size, bool Bold = false, uint Colour = Ink.Black)
{
    public const uint Black = 0xFF1C2430;
    public const uint Grey = 0xFF5B6573;
    public const uint Accent = 0xFF0B5CAD;
}

/// <summary>
/// Pages of A4 that grow downwards. What is drawn is kept until the end, because "page n of m" needs m. Coordinates are points from the upper left corner.
/// </summary>
internal sealed class Sheet(PdfFonts fonts)
{
    public const float Width = 595.28f;
    public const float Height = 841.89f;
    public const float Margin = 51f;

    /// <summary>Below this nothing but the footer is drawn.</summary>
    public const float Bottom = Height - 72f;

    private readonly List<List<Action<SKCanvas>>> pages = [[]];
    private readonly Dictionary<SKTypeface, HashSet<int>> used = [];
    private readonly Dictionary<SKTypeface, SKTypeface> embedded = [];

    public float Y { get; set; } = Margin;

    /// <summary>Draws what stands at the head of every page but the first.</summary>
    public Action? OnNewPage { get; set; }

    /// <summary>Begins a new page when less than this height is left.</summary>
    public void Need(float height)
    {
        if (Y + height <= Bottom)
        {
            return;
        }

        pages.Add([]);
        Y = Margin;
        OnNewPage?.Invoke();
    }

    /// <summary>Writes one line of text with its baseline at y.</summary>
    public void Write(string text, float x, float y, Ink ink, Align align = Align.Left)
    {
        foreach (var (piece, face) in fonts.Runs(text, ink.Bold))
        {
            if (!used.TryGetValue(face, out var characters))
            {
                used[face] = characters = [];
            }

            characters.UnionWith(piece.EnumerateRunes().Select(r => r.Value));
        }

        x -= align == Align.Right ? Measure(text, ink) : 0;
        pages[^1].Add(canvas => Draw(canvas, text, x, y, ink));
    }

    /// <summary>Writes text in as many lines as the width takes, the first baseline at y; answers how many lines.</summary>
    public int WriteWrapped(string text, float x, float y, float width, Ink ink, float leading)
    {
        var lines = Wrap(text, width, ink);
        for (var i = 0; i < lines.Count; i++)
        {
            Write(lines[i], x, y + (i * leading), ink);
        }

        return lines.Count;
    }

    public void Rule(float y, float left = Margin, float right = Width - Margin, float thickness = 0.6f, uint colour = 0xFFC9D0D9) =>
        Fill(left, y - (thickness / 2), right - left, thickness, colour);

    public void Fill(float x, float y, float width, float height, uint colour) => pages[^1].Add(canvas =>
    {
        using var paint = new SKPaint { Color = new SKColor(colour), IsAntialias = true };
        canvas.DrawRect(x, y, width, height, paint);
    });

    public float Measure(string text, Ink ink)
    {
        var width = 0f;
        foreach (var (piece, face) in fonts.Runs(text, ink.Bold))
        {
            using var font = FontOf(face, ink);
            width += font.MeasureText(piece);
        }

        return width;
    }

    /// <summary>Breaks at spaces, and between Chinese characters, which have none.</summary>
    public IReadOnlyList<string> Wrap(string text, float width, Ink ink)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Words(text))
        {
            if (line.Length > 0 && Measure((line + word).TrimEnd(), ink) > width)
            {
                lines.Add(line.TrimEnd());
                line = "";
            }

            line += word;
            while (Measure(line.TrimEnd(), ink) > width && line.Length > 1)
            {
                var fits = line.Length - 1;
                while (fits > 1 && Measure(line[..fits], ink) > width)
                {
                    fits--;
                }

                fits -= char.IsHighSurrogate(line[fits - 1]) && fits > 1 ? 1 : 0;
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }

        lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>Writes the document; the footer is drawn on each page with its number and the count.</summary>
    public byte[] ToPdf(SKDocumentPdfMetadata metadata, Action<Sheet, int, int> footer)
    {
        var count = pages.Count;
        var last = pages[^1];
        for (var i = 0; i < count; i++)
        {
            // The footer writes on "the current page", which is the last of the list: each page has its turn there.
            pages[^1] = pages[i];
            footer(this, i + 1, count);
            pages[^1] = last;
        }

        foreach (var (face, characters) in used)
        {
            embedded[face] = TrueTypeSubset.Of(face, characters) ?? face;
        }

        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            foreach (var page in pages)
            {
                var canvas = document.BeginPage(Width, Height);
                page.ForEach(draw => draw(canvas));
                document.EndPage();
            }

            document.Close();
        }

        foreach (var (_, subset) in embedded.Where(e => !ReferenceEquals(e.Key, e.Value)))
        {
            subset.Dispose();
        }

        return stream.ToArray();
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || text[i - 1] == ' ' || (text[i - 1] >= 0x2E80 && !char.IsSurrogate(text[i - 1]) && text[i] >= 0x2E80 && !"，。；：、）】》".Contains(text[i])))
            {
                yield return text[start..i];
                start = i;
            }
        }
    }

    private static SKFont FontOf(SKTypeface face, Ink ink) => new(face, ink.Size)
    {
        Subpixel = true,
        Hinting = SKFontHinting.None,
        Embolden = ink.Bold && !face.IsBold,
    };

    private void Draw(SKCanvas canvas, string text, float x, float y, Ink ink)
    {
        using var paint = new SKPaint { Color = new SKColor(ink.Colour), IsAntialias = true };
        foreach (var (piece, face) in fonts.Runs(text, ink.Bold))
        {
            using var font = FontOf(embedded[face], ink);
            canvas.DrawText(piece, x, y, SKTextAlign.Left, font, paint);
            x += font.MeasureText(piece);
        }
    }
}
