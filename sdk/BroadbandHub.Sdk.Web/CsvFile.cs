using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Sdk.Web;

/// <summary>A column of a CSV file.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Title">The head, in the reader's language.</param>
/// <param name="Value">The value of a row; called once a row. Numbers, dates, instants and true/false are written in the form that programs read, everything else as text; null is an empty cell.</param>
public sealed record CsvColumn<T>(string Title, Func<T, object?> Value);

/// <summary>
/// The answer to "the whole list as a file": UTF-8 with a byte-order mark (spreadsheets then read Chinese), commas, CRLF, quotes as RFC 4180 has them. A text that a spreadsheet would
/// run as a formula gets an apostrophe in front: names come from strangers.
/// </summary>
public static class CsvFile
{
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>Makes the answer. Rows are written as they come, so the list may be longer than memory; an exception of theirs cuts the file off and fails the request.</summary>
    /// <param name="fileName">What the browser saves it as, with its ending: <c>enterprises.csv</c>.</param>
    /// <param name="columns">The columns from left to right.</param>
    /// <param name="rows">The rows, read once.</param>
    public static IResult Of<T>(string fileName, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        return new Answer(fileName, stream => WriteAsync(stream, columns, rows));
    }

    private sealed class Answer(string fileName, Func<Stream, Task> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/csv; charset=utf-8";
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
            return write(httpContext.Response.Body);
        }
    }

    private static async Task WriteAsync<T>(Stream stream, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows)
    {
        await using var writer = new StreamWriter(stream, Utf8, 1 << 14, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(c => Cell(c.Title))));
        await foreach (var row in rows)
        {
            await writer.WriteLineAsync(string.Join(',', columns.Select(c => Cell(c.Value(row)))));
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        DateOnly on => on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        int or long or short or decimal or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(Defused(value.ToString() ?? "")),
    };

    private static string Defused(string text) => text.AsSpan().TrimStart(' ') is { Length: > 0 } rest && FormulaStarts.Contains(rest[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
