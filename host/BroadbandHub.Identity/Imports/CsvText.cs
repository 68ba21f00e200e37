using System.Text;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Imports;

/// <summary>A line of a CSV file; quoted cells may go over several, then it is the first.</summary>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads CSV as spreadsheets write it: RFC 4180 with commas, semicolons or tabs, in UTF-8, UTF-16 or GB 18030. Pure.</summary>
internal static class CsvText
{
    private const string Formulas = "=+-@＝＋－＠";

    public static string Decode(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(content[2..]);
        }

        if (content is [0xEF, 0xBB, 0xBF, ..])
        {
            content = content[3..];
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            // What Chinese spreadsheets save when nobody asks them for anything else.
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(content);
        }
    }

    /// <summary>The lines that hold something.</summary>
    public static Outcome<List<CsvLine>> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var head = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is >= 0 and var end ? end : text.Length);
        var separator = head.Contains('\t') ? '\t' : head.Count(';') > head.Count(',') ? ';' : ',';
        var lines = new List<CsvLine>();
        var (cells, cell, number, begin, quoted) = (new List<string>(), new StringBuilder(), 1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            number += c == '\n' ? 1 : 0;
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndLine();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (quoted)
        {
            return HubError.Invalid("import.open_quote", $"The quotation mark that line {begin} opens is never closed.", "file");
        }

        EndLine();
        return lines;

        void EndCell()
        {
            cells.Add(Plain(cell.ToString().Trim()));
            cell.Clear();
        }

        void EndLine()
        {
            EndCell();
            if (cells.Exists(c => c.Length > 0))
            {
                lines.Add(new(begin, cells));
            }

            (cells, begin) = ([], number);
        }
    }

    // The hub's own files put an apostrophe before what a spreadsheet would run as a formula.
    private static string Plain(string cell) => cell is ['\'', var next, ..] && Formulas.Contains(next, StringComparison.Ordinal) ? cell[1..] : cell;
}
