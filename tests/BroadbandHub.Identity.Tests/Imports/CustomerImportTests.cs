using System.Globalization;
using System.Net;
using System.Text;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Imports;

public sealed class CustomerImportTests
{
    private const string Enterprises = "/identity/v1/enterprises";
    private const string Uploads = Enterprises + "/imports";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_thousand_customers_are_looked_at_then_all_are_there_or_none(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var csv = new StringBuilder("名称,客户编号,状态,客户经理,标签,联系人,电话,信用等级\r\n");
        for (var i = 0; i < 1000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\"客户, {i}\",N{i},{(i % 2 == 0 ? "潜在客户" : "active")},chen jing,导入、批次 1,王 {i},1380000{i:0000},{(i % 2 == 0 ? "未评级" : "b")}\r\n");
        }

        var preview = await clerk.Http.AskAsync("POST", Uploads, new { csv = csv.ToString() }, HttpStatusCode.Created);
        Assert.Equal((1000, 0, 0), (preview.GetProperty("customers").GetInt32(), preview.GetProperty("problemCount").GetInt32(), preview.GetProperty("warningCount").GetInt32()));
        var page = "/console/enterprises/import/" + preview.Text("id");

        // Somebody takes one of the numbers meanwhile: nobody at all is imported.
        var one = (await api.AskAsync("POST", Enterprises, new { name = "One", number = "N999" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("import.has_problems", await clerk.Http.RefusalAsync("POST", $"{Uploads}/{preview.Text("id")}/confirm", new { confirmed = true }));
        Assert.Contains("Another customer has this number", await clerk.ReadAsync(page), StringComparison.Ordinal);
        Assert.Empty((await api.AskAsync("GET", Enterprises + "?search=客户")).GetProperty("items").EnumerateArray());
        await api.AskAsync("PUT", $"{Enterprises}/{one}", new { name = "One" }, HttpStatusCode.NoContent);

        Assert.Equal("/console/enterprises?imported=1000", await clerk.SubmitAsync(page, "confirm"));
        var last = (await api.AskAsync("GET", Enterprises + "?search=13800000998&manager=" + await api.IdOfAsync("clerk@hub.example"))).GetProperty("items")[0];
        Assert.Equal(("客户, 998", "N998", "prospect"), (last.Text("name"), last.Text("number"), last.Text("state")));
        Assert.Equal("王 998", (await api.AskAsync("GET", $"{Enterprises}/{last.Text("id")}")).Text("contactName"));
        Assert.Equal(1, (await api.AskAsync("GET", $"{Enterprises}/{last.Text("id")}/managers")).GetProperty("items").GetArrayLength());
        Assert.Equal("import.not_found", await clerk.Http.RefusalAsync("POST", $"{Uploads}/{preview.Text("id")}/confirm", new { confirmed = true }));

        // Each has a line of its own, as if it had been taken on alone.
        var line = Assert.Single((await api.AskAsync("GET", "/identity/v1/log?subject=" + last.Text("id"))).GetProperty("items").EnumerateArray());
        Assert.Equal(("identity.enterprise.created", "Chen Jing", last.Text("id")), (line.Text("kind"), line.Text("actor"), line.Text("enterpriseId")));
        Assert.Equal(["state", "manager", "number", "tags"], line.GetProperty("fields").EnumerateArray().Select(f => f.Text("field")));
    }

    [Fact]
    public async Task Each_mistake_is_named_and_look_alikes_are_asked_about()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        await api.AskAsync("POST", Enterprises, new { name = "蓝竹有限公司", number = "7", registrationNumber = "91330100799655058B", contactPhone = "010 6555 0100" }, HttpStatusCode.Created);
        const string csv = """
            Name;Customer number;Licence number;Industry;Size;Credit class;State;Client manager;Contact's e-mail address;Contact's telephone;Registered address
            Good;;914403001922038216;I;Large;A;Prospect;clerk@hub.example;a@b.example;;
            ;;;;;;;;;;
            蓝竹有限公司;7;91330100799655058b;;;;;;;;
            Bad;;91330100799655058C;Piracy;Huge;E;Closed;nobody;nowhere;;
            GOOD;;9144 0300 1922 0382 16;;;;;;;;
            蓝竹 股份有限公司;;;;;;;;;+86 10 65550100;
            """;
        var preview = await api.AskAsync("POST", Uploads, new { csv }, HttpStatusCode.Created);
        Assert.Equal(
            [
                "4 Name name_taken", "4 Customer number number_taken", "4 Licence number licence_taken", "5 Industry unknown_industry", "5 Size unknown_size", "5 Credit class unknown_class", "5 State bad_first_state",
                "5 Contact's e-mail address bad_email", "5 Licence number bad_licence", "5 Client manager unknown_manager", "6 Name name_twice", "6 Licence number licence_twice",
            ],
            preview.GetProperty("problems").EnumerateArray().Select(p => $"{p.GetProperty("line").GetInt32()} {p.Text("column")} {p.Text("code")}"));
        Assert.Equal("import.has_problems", await api.RefusalAsync("POST", $"{Uploads}/{preview.Text("id")}/confirm", new { confirmed = true }));

        var alike = await api.AskAsync("POST", Uploads, new { csv = "name,phone\n蓝竹 股份有限公司,\nNew,+86 10 65550100\nSame,\nSAME Ltd,\n" }, HttpStatusCode.Created);
        Assert.Equal(["2 name_alike", "3 phone_alike", "5 name_alike"], alike.GetProperty("warnings").EnumerateArray().Select(p => $"{p.GetProperty("line").GetInt32()} {p.Text("code")}"));
        Assert.Equal("customer.looks_like", await api.RefusalAsync("POST", $"{Uploads}/{alike.Text("id")}/confirm", new { confirmed = false }));
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        Assert.Equal("/console/enterprises?imported=4", await clerk.SubmitAsync("/console/enterprises/import/" + alike.Text("id"), "confirm", new() { ["Form.Confirmed"] = "true" }));
    }

    [Fact]
    public async Task A_file_of_one_kind_is_not_confirmed_as_another_and_strangers_see_none()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var customers = (await api.AskAsync("POST", Uploads, new { csv = "name,email\nZed,zed@acme.example" }, HttpStatusCode.Created)).Text("id");
        var people = (await boss.Http.AskAsync("POST", "/identity/v1/people/imports", new { csv = "name,email\nZed,zed@acme.example" }, HttpStatusCode.Created)).Text("id");
        foreach (var asker in new[] { api, boss.Http })
        {
            Assert.Equal("import.not_found", await asker.RefusalAsync("POST", $"/identity/v1/people/imports/{customers}/confirm", new { invite = false }));
        }

        Assert.Equal("import.not_found", await api.RefusalAsync("POST", $"{Uploads}/{people}/confirm", new { confirmed = true }));
        Assert.Equal(HttpStatusCode.NotFound, await clerk.StatusAsync("/console/enterprises/import/" + people));
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("GET", $"{Uploads}/{customers}"));
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("POST", Uploads, new { csv = "name\nMine" }));

        // A clerk makes nobody else a client manager with a file either.
        var named = (await clerk.Http.AskAsync("POST", Uploads, new { csv = "name,manager\nHers,admin@hub.example" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("import.manager_not_yours", await clerk.Http.RefusalAsync("POST", $"{Uploads}/{named}/confirm", new { confirmed = true }));
        await api.AskAsync("POST", $"{Uploads}/{named}/confirm", new { confirmed = true });
    }

    [Theory]
    [InlineData("", "import.bad_size")]
    [InlineData("name", "import.empty")]
    [InlineData("number\n1", "import.name_missing")]
    [InlineData("name\n\"A", "import.open_quote")]
    public async Task A_file_that_cannot_be_read_is_refused(string csv, string code)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        Assert.Equal(code, await api.RefusalAsync("POST", Uploads, new { csv }));
    }

    [Fact]
    public async Task What_the_hub_writes_it_reads_again()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var file = (await clerk.ReadAsync("/console/enterprises.csv")).Replace("Acme Trading", "=Renamed", StringComparison.Ordinal).Replace("91310000MA1K35X89A", "", StringComparison.Ordinal);
        var preview = await clerk.Http.AskAsync("POST", Uploads, new { csv = file }, HttpStatusCode.Created);
        Assert.Equal((1, 0), (preview.GetProperty("customers").GetInt32(), preview.GetProperty("problemCount").GetInt32()));
        Assert.Equal(["phone_alike"], preview.GetProperty("warnings").EnumerateArray().Select(w => w.Text("code")));
    }
}
