using System.Globalization;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Departments;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Imports;

/// <summary>Somebody in the file.</summary>
internal sealed record EmployeeRow(int Line, string Name, string Email, DepartmentId? DepartmentId, string? Department, Role? Role, DateOnly? JoinedOn);

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
        var read = CsvSheet.Read(content, Heads, ["name", "email"], HubError.Invalid("import.columns_missing", "The first line names the columns; “name” and “email” must be among them.", "file"));
        if (!read.IsOk)
        {
            return read.Error;
        }

        var reader = new Reader(read.Value, Places(departments), roles, taken);
        return new EmployeeSheet([.. read.Value.Lines.Select(reader.Read)], read.Value.Problems);
    }

    // By the whole path, or by the name alone where only one has it.
    private static ILookup<string, (DepartmentId Id, string Path)> Places(DepartmentTree departments) =>
        departments.Flat().Select(d => (d.Department.Id, d.Department.Name, Path: departments.PathOf(d.Department.Id)))
            .SelectMany(d => d.Name == d.Path ? new[] { (d.Path, d.Id, d.Path) } : [(d.Path, d.Id, d.Path), (d.Name, d.Id, d.Path)])
            .ToLookup(d => d.Item1, d => (d.Id, d.Item3), StringComparer.OrdinalIgnoreCase);

    private sealed class Reader(CsvSheet sheet, ILookup<string, (DepartmentId Id, string Path)> departments, IReadOnlyList<Role> roles, IReadOnlySet<string> taken)
    {
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public EmployeeRow Read(CsvLine line)
        {
            var (name, email) = (sheet.Cell(line, "name"), sheet.Cell(line, "email"));
            sheet.Check(line, "name", name, PersonRules.CheckName(name) is null, "bad_name");
            if (sheet.Check(line, "email", email, PersonRules.IsEmail(email), "bad_email") && sheet.Check(line, "email", email, !taken.Contains(AddressNormalizer.KeyOf(email)), "email_taken"))
            {
                sheet.Check(line, "email", email, seen.Add(AddressNormalizer.KeyOf(email)), "email_twice");
            }

            var (place, role, day) = (sheet.Cell(line, "department"), sheet.Cell(line, "role"), sheet.Cell(line, "joined"));
            var places = departments[place].DistinctBy(p => p.Id).ToList();
            sheet.Check(line, "department", place, place.Length == 0 || places.Count > 0, "unknown_department");
            sheet.Check(line, "department", place, places.Count < 2, "which_department");
            var given = role.Length == 0 ? null : roles.FirstOrDefault(r => r.Key == role || Same(r.Name.English, role) || Same(r.Name.Chinese, role));
            sheet.Check(line, "role", role, role.Length == 0 || given is not null, "unknown_role");
            var isDay = DateOnly.TryParseExact(day, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var joined) && PersonRules.CheckDays(joined, null) is null;
            sheet.Check(line, "joined", day, day.Length == 0 || isDay, "bad_date");
            return new(line.Number, name, email, places.Count == 1 ? places[0].Id : null, places.Count == 1 ? places[0].Path : null, given, isDay ? joined : null);
        }

        private static bool Same(string? name, string typed) => string.Equals(name, typed, StringComparison.OrdinalIgnoreCase);
    }
}
