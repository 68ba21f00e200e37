using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Imports;

/// <param name="Column">As the file calls it.</param>
/// <param name="Code">What is wrong, for the words: <c>import.problem.{code}</c>.</param>
/// <param name="Value">What stands there, cut.</param>
internal sealed record RowProblem(int Line, string Column, string Code, string Value);

/// <summary>The lines of a file under its head. Columns are found by what people call them; what is wrong is collected while the cells are read.</summary>
internal sealed class CsvSheet
{
    private readonly Dictionary<string, (string Title, int At)> columns;

    private CsvSheet(Dictionary<string, (string Title, int At)> columns, IReadOnlyList<CsvLine> lines) => (this.columns, Lines) = (columns, lines);

    public IReadOnlyList<CsvLine> Lines { get; }

    public List<RowProblem> Problems { get; } = [];

    /// <param name="heads">What people call a column → its key.</param>
    /// <param name="needed">The keys without which there is nothing to read.</param>
    /// <param name="missing">What to say when one of those is not there.</param>
    public static Outcome<CsvSheet> Read(string content, IReadOnlyDictionary<string, string> heads, string[] needed, HubError missing)
    {
        var read = CsvText.Read(content);
        if (!read.IsOk)
        {
            return read.Error;
        }

        if (read.Value.Count < 2)
        {
            return HubError.Invalid("import.empty", "The file has no line below its head.", "file");
        }

        var (head, lines) = (read.Value[0], read.Value[1..]);
        if (lines.Count > ImportDraft.MostRows)
        {
            return HubError.Invalid("import.too_many_rows", $"A file has at most {ImportDraft.MostRows} lines. Split it.", "file");
        }

        var columns = head.Cells.Select((title, at) => (Key: heads.GetValueOrDefault(title), Title: title, At: at)).Where(c => c.Key is not null)
            .DistinctBy(c => c.Key).ToDictionary(c => c.Key!, c => (c.Title, c.At), StringComparer.Ordinal);
        return Array.TrueForAll(needed, columns.ContainsKey) ? new CsvSheet(columns, lines) : missing;
    }

    /// <summary>What stands in a cell; empty where the file has no such column.</summary>
    public string Cell(CsvLine line, string key) => columns.TryGetValue(key, out var column) && column.At < line.Cells.Count ? line.Cells[column.At] : "";

    /// <summary>Notes a problem unless it is right, and answers whether it is.</summary>
    public bool Check(CsvLine line, string key, string value, bool isRight, string code)
    {
        if (!isRight)
        {
            Problems.Add(Problem(line, key, value, code));
        }

        return isRight;
    }

    public RowProblem Problem(CsvLine line, string key, string value, string code) =>
        new(line.Number, columns.TryGetValue(key, out var column) ? column.Title : key, code, value.Length > 100 ? value[..100] + "…" : value);
}
