using System.Globalization;
using System.Net;
using System.Text;
using BroadbandHub.Identity.Imports;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Imports;

public sealed class EmployeeImportTests
{
    private const string Uploads = "/identity/v1/people/imports";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Five_thousand_people_are_looked_at_then_all_are_there_or_none(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var sales = (await boss.Http.AskAsync("POST", "/identity/v1/departments", new { name = "Sales" }, HttpStatusCode.Created)).Text("id");
        await boss.Http.AskAsync("POST", "/identity/v1/departments", new { name = "East", parentId = sales }, HttpStatusCode.Created);
        var csv = new StringBuilder("Name,E-mail,Department,Role,First day\r\n");
        for (var i = 0; i < 5000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\"Li, {i}\",p{i}@acme.example,{(i % 2 == 0 ? "East" : "sales / east")},Employee,2026-02-{1 + (i % 28):00}\r\n");
        }

        var preview = await boss.Http.AskAsync("POST", Uploads, new { csv = csv.ToString() }, HttpStatusCode.Created);
        Assert.Equal((5000, 0), (preview.GetProperty("people").GetInt32(), preview.GetProperty("problemCount").GetInt32()));
        Assert.Single(await PeopleAsync(boss));

        // Somebody takes one of the addresses meanwhile: nobody at all is imported.
        var page = "/workspace/people/import/" + preview.Text("id");
        var one = (await boss.Http.AskAsync("POST", "/identity/v1/people", new { name = "One", email = "P4999@acme.example" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("import.has_problems", await boss.Http.RefusalAsync("POST", $"{Uploads}/{preview.Text("id")}/confirm", new { invite = true }));
        Assert.Equal(2, (await PeopleAsync(boss)).Count);
        Assert.Contains("already signs in with this address", await boss.ReadAsync(page), StringComparison.Ordinal);
        await boss.Http.AskAsync("DELETE", $"/identity/v1/people/{one}/invitation", status: HttpStatusCode.NoContent);

        var mailsBefore = hub.Mails.Sent.Count;
        Assert.Equal("/workspace/people?imported=5000", await boss.SubmitAsync(page, "confirm", new() { ["Form.Invite"] = "true" }));
        Assert.Equal(5000, hub.Mails.Sent.Count - mailsBefore);
        var somebody = (await boss.Http.AskAsync("GET", "/identity/v1/people?search=p4999@")).GetProperty("items")[0];
        Assert.Equal(("Li, 4999", "2026-02-16"), (somebody.Text("name"), somebody.Text("joinedOn")));
        Assert.Equal("import.not_found", await boss.Http.RefusalAsync("POST", $"{Uploads}/{preview.Text("id")}/confirm", new { invite = true }));
        using var api = await hub.OperatorClientAsync();
        var line = Assert.Single((await api.AskAsync("GET", "/identity/v1/administration-log?subject=" + somebody.Text("id"))).GetProperty("items").EnumerateArray());
        Assert.Equal(("identity.person.created", "Wang Fang"), (line.Text("kind"), line.Text("actor")));
        Assert.Equal(["p4999@acme.example", "Employee", "East", "2026-02-16"], line.GetProperty("fields").EnumerateArray().Select(f => f.Text("after")));
        var whole = Assert.Single((await api.AskAsync("GET", "/identity/v1/administration-log?kind=identity.employees.imported")).GetProperty("items").EnumerateArray());
        Assert.Equal("Took 5000 people of a list over", whole.Text("sentence"));
        using var browser = new BrowserSession(hub);
        await browser.SubmitAsync(new Uri(hub.Mails.LastTo("p4999@acme.example").Link).PathAndQuery, "set-password", new() { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password });
        Assert.Equal("/workspace", await browser.SignInAsync("p4999@acme.example", Asking.Password));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Each_mistake_is_named_with_its_line_and_column_and_strangers_see_no_file(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        const string csv = "姓名;邮箱;部门;角色;入职日期\n好;a@acme.example;;;2026/1/5\n;b@acme.example;;;\n\n错;nobody;Nowhere;运营商管理员;2026-13-01\n重;A@acme.example;;;\n\"两\n行\";c@acme.example;;;\n有;boss@acme.example;;;\n";
        var preview = await boss.Http.AskAsync("POST", Uploads, new { csv }, HttpStatusCode.Created);
        Assert.Equal(
            ["3 姓名 bad_name", "5 邮箱 bad_email", "5 部门 unknown_department", "5 角色 unknown_role", "5 入职日期 bad_date", "6 邮箱 email_twice", "7 姓名 bad_name", "9 邮箱 email_taken"],
            preview.GetProperty("problems").EnumerateArray().Select(p => $"{p.GetProperty("line").GetInt32()} {p.Text("column")} {p.Text("code")}"));
        var id = preview.Text("id");
        Assert.Equal("import.has_problems", await boss.Http.RefusalAsync("POST", $"{Uploads}/{id}/confirm", new { invite = false }));
        var lost = await boss.Http.AskAsync("POST", Uploads, new { csv = "name,email,department\nZoe,zoe@acme.example,\nYao,yao@acme.example,Nowhere\n" }, HttpStatusCode.Created);
        Assert.Equal("import.has_problems", await boss.Http.RefusalAsync("POST", $"{Uploads}/{lost.Text("id")}/confirm", new { invite = false }));

        var other = (await api.AskAsync("POST", "/identity/v1/enterprises", new { name = "Other" }, HttpStatusCode.Created)).Text("id");
        using var stranger = await hub.JoinAsync(api, new { name = "Stranger", email = "boss@other.example", enterpriseId = other, roles = new[] { "enterprise.administrator" } }, "boss@other.example");
        Assert.Equal("import.not_found", await stranger.Http.RefusalAsync("GET", $"{Uploads}/{id}"));
        Assert.Equal("import.not_found", await stranger.Http.RefusalAsync("POST", $"{Uploads}/{id}/confirm", new { invite = false }));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync("/workspace/people/import/" + id));
        var acme = preview.Text("enterpriseId");
        Assert.Equal("department.unknown_enterprise", await stranger.Http.RefusalAsync("POST", Uploads, new { csv, enterpriseId = acme }));
        using var partner = await hub.SignedInAsync("partner@diskworks.example");
        Assert.Equal("import.not_found", await partner.Http.RefusalAsync("GET", $"{Uploads}/{id}"));
        Assert.Equal("department.unknown_enterprise", await partner.Http.RefusalAsync("POST", Uploads, new { csv }));

        // The operator does it for any enterprise.
        var made = await api.AskAsync("POST", Uploads, new { csv = "name,email\nZed,zed@acme.example", enterpriseId = acme }, HttpStatusCode.Created);
        await api.AskAsync("POST", $"{Uploads}/{made.Text("id")}/confirm", new { invite = false });
        Assert.DoesNotContain(hub.Mails.Sent, m => m.ToAddress == "zed@acme.example");
        Assert.Equal(2, (await PeopleAsync(boss)).Count);
    }

    [Theory]
    [InlineData("", "import.bad_size")]
    [InlineData("name,email", "import.empty")]
    [InlineData("name,telephone\nA,1", "import.columns_missing")]
    [InlineData("name,email\n\"A,a@b.test", "import.open_quote")]
    public async Task A_file_that_cannot_be_read_is_refused(string csv, string code)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal(code, await boss.Http.RefusalAsync("POST", Uploads, new { csv }));
    }

    [Fact]
    public void Files_of_spreadsheets_are_read_whatever_they_are_written_in()
    {
        const string text = "姓名,邮箱\r\n\"王 \"\"小\"\" 明\",w@acme.example\r\n'=1+1,x@acme.example\r\n";
        byte[][] files =
        [
            Encoding.UTF8.GetBytes(text), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
        ];
        foreach (var file in files)
        {
            var lines = CsvText.Read(CsvText.Decode(file)).Value;
            Assert.Equal(["姓名 邮箱", "王 \"小\" 明 w@acme.example", "=1+1 x@acme.example"], lines.Select(l => string.Join(' ', l.Cells)));
            Assert.Equal([1, 2, 3], lines.Select(l => l.Number));
        }
    }

    private static async Task<List<string>> PeopleAsync(BrowserSession boss) =>
        [.. (await boss.Http.AskAsync("GET", "/identity/v1/people")).GetProperty("items").EnumerateArray().Select(p => p.Text("email"))];
}
