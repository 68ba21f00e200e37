using System.Globalization;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Imports;

/// <summary>Somebody in the file.</summary>
internal sealed record EmployeeRow(int Line, string Name, string Email, DepartmentId? DepartmentId, string? Department, Role? Role, DateOnly? JoinedOn);

/// <param name="Column">As the file calls it.</param>
/// <param name="Code">What is wrong, for the words: <c>import.problem.{code}</c>.</param>
/// <param name="Value">What stands there, cut.</param>
internal sealed record RowProblem(int Line, string Column, string Code, string Value);

/// <summary>What a file of employees says, and what is wrong with it. Pure: what the hub knows comes in.</summary>
internal sealed record EmployeeSheet(IReadOnlyList<EmployeeRow> Rows, IReadOnlyList<RowProblem> Problems)
{
    private static readonly Dictionary<string, string> Heads = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["姓名"] = "name", ["email"] = "email", ["e-mail"] = "email", ["e-mail address"] = "email", ["邮箱"] = "email", ["邮箱地址"] = "email",
        ["department"] = "department", ["部门"] = "department", ["role"] = "role", ["roles"] = "role", ["角色"] = "role",
        ["first day"] = "joined", ["joined"] = "joined", ["joined on"] = "joined", ["入职日期"] = "joined",
    };

    private static readonly string[] Dates = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"];

    public static Outcome<EmployeeSheet> Read(string content, DepartmentTree departments, IReadOnlyList<Role> roles, IReadOnlySet<string> taken)
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
            return HubError.Invalid("import.too_many_rows", $"A file has at most {ImportDraft.MostRows} people. Split it.", "file");
        }

        var columns = head.Cells.Select((title, at) => (Key: Heads.GetValueOrDefault(title), Title: title, At: at)).Where(c => c.Key is not null)
            .DistinctBy(c => c.Key).ToDictionary(c => c.Key!, c => (c.Title, c.At), StringComparer.Ordinal);
        if (!columns.ContainsKey("name") || !columns.ContainsKey("email"))
        {
            return HubError.Invalid("import.columns_missing", "The first line names the columns; “name” and “email” must be among them.", "file");
        }

        var reader = new Reader(columns, Places(departments), roles, taken);
        return new EmployeeSheet([.. lines.Select(reader.Read)], reader.Problems);
    }

    // By the whole path, or by the name alone where only one has it.
    private static ILookup<string, (DepartmentId Id, string Path)> Places(DepartmentTree departments) =>
        departments.Flat().Select(d => (d.Department.Id, d.Department.Name, Path: departments.PathOf(d.Department.Id)))
            .SelectMany(d => d.Name == d.Path ? new[] { (d.Path, d.Id, d.Path) } : [(d.Path, d.Id, d.Path), (d.Name, d.Id, d.Path)])
            .ToLookup(d => d.Item1, d => (d.Id, d.Item3), StringComparer.OrdinalIgnoreCase);

    private sealed class Reader(
        Dictionary<string, (string Title, int At)> columns, ILookup<string, (DepartmentId Id, string Path)> departments, IReadOnlyList<Role> roles, IReadOnlySet<string> taken)
    {
        private readonly Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);

        public List<RowProblem> Problems { get; } = [];

        public EmployeeRow Read(CsvLine line)
        {
            var (name, email) = (Cell(line, "name"), Cell(line, "email"));
            Check(line, "name", name, PersonRules.CheckName(name) is null, "bad_name");
            if (Check(line, "email", email, PersonRules.IsEmail(email), "bad_email") && Check(line, "email", email, !taken.Contains(email.ToUpperInvariant()), "email_taken"))
            {
                Check(line, "email", email, seen.TryAdd(email, line.Number), "email_twice");
            }

            var (place, role, day) = (Cell(line, "department"), Cell(line, "role"), Cell(line, "joined"));
            var places = departments[place].DistinctBy(p => p.Id).ToList();
            Check(line, "department", place, place.Length == 0 || places.Count > 0, "unknown_department");
            Check(line, "department", place, places.Count < 2, "which_department");
            var given = role.Length == 0 ? null : roles.FirstOrDefault(r => r.Key == role || Same(r.Name.English, role) || Same(r.Name.Chinese, role));
            Check(line, "role", role, role.Length == 0 || given is not null, "unknown_role");
            var isDay = DateOnly.TryParseExact(day, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var joined) && PersonRules.CheckDays(joined, null) is null;
            Check(line, "joined", day, day.Length == 0 || isDay, "bad_date");
            return new(line.Number, name, email, places.Count == 1 ? places[0].Id : null, places.Count == 1 ? places[0].Path : null, given, isDay ? joined : null);
        }

        private string Cell(CsvLine line, string key) => columns.TryGetValue(key, out var column) && column.At < line.Cells.Count ? line.Cells[column.At] : "";

        private bool Check(CsvLine line, string key, string value, bool isRight, string code)
        {
            if (!isRight)
            {
                Problems.Add(new(line.Number, columns[key].Title, code, value.Length > 100 ? value[..100] + "…" : value));
            }

            return isRight;
        }

        private static bool Same(string? name, string typed) => string.Equals(name, typed, StringComparison.OrdinalIgnoreCase);
    }
}
