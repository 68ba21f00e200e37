using System.Net;
using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class FindingTests
{
    private const string Enterprises = "/identity/v1/enterprises";

    [Fact]
    public async Task A_name_with_a_character_that_is_none_is_taken_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        foreach (var name in new[] { "Blue\uFFFEBamboo", "Blue\uFFFFBamboo" })
        {
            var made = await api.AskAsync("POST", "/identity/v1/enterprises", new { name, confirmed = true }, HttpStatusCode.Created);
            Assert.Equal(name, (await api.AskAsync("GET", "/identity/v1/enterprises/" + made.Text("id"))).Text("name"));
            await api.AskAsync("GET", "/identity/v1/enterprises?search=" + Uri.EscapeDataString(name));
            await api.RefusalAsync("POST", "/identity/v1/enterprises", new { name });
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_customer_is_found_by_whatever_is_known_of_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var bamboo = (await api.AskAsync("POST", Enterprises, new
        {
            name = "Blue Bamboo 蓝竹", number = "C-77a", registrationNumber = "91330100799655058B", legalRepresentative = "周正", creditClass = "b", tags = new[] { "Key Account" }, registeredAddress = "7 Lake Street", contactName = "Mei Lan",
            contactEmail = "Mei@bamboo.example", contactPhone = "+86 139 1234 5678",
        }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("POST", $"{Enterprises}/{bamboo}/lines", new { number = "FX-0571-9", access = "ftth", address = "3 Canal Bridge" }, HttpStatusCode.Created);
        await api.AskAsync("PUT", $"{Enterprises}/{bamboo}/manager", new { managerId = await api.IdOfAsync("clerk@hub.example") }, HttpStatusCode.NoContent);
        await api.AskAsync("POST", Enterprises, new { name = "Prospective", state = "prospect" }, HttpStatusCode.Created);
        foreach (var words in new[] { "bamboo", "蓝竹", "c-77A", "9133-0100", "周正", "mei lan", "MEI@BAMBOO", "13912345678", "139-1234-5678", "key acc", "fx05719", "FX-0571", "chen jing", "lake STREET", "canal b", bamboo })
        {
            Assert.Equal(["Blue Bamboo 蓝竹"], await NamesAsync(api, "search=" + Uri.EscapeDataString(words)));
        }

        foreach (var words in new[] { "%", "_", "'", "- -", "nobody", "\\" })
        {
            Assert.Empty(await NamesAsync(api, "search=" + Uri.EscapeDataString(words)));
        }

        Assert.Equal(["Prospective"], await NamesAsync(api, "state=prospect"));
        Assert.Equal(["Blue Bamboo 蓝竹"], await NamesAsync(api, "creditClass=b"));
        Assert.Equal(["Acme Trading", "Prospective"], await NamesAsync(api, "creditClass=none"));
        Assert.Equal(["Blue Bamboo 蓝竹"], await NamesAsync(api, "tag=KEY%20account&state=active"));
        Assert.Empty(await NamesAsync(api, "state=sleeping"));
        Assert.Empty(await NamesAsync(api, "creditClass=E"));
        Assert.Empty(await NamesAsync(api, "manager=nobody"));
        Assert.Empty(await NamesAsync(api, "manager=me"));

        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var page = await clerk.ReadAsync("/console/enterprises?q=fx-0571&state=Active&credit=B&manager=me&sort=-since");
        Assert.Contains("Blue Bamboo", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Acme Trading", page, StringComparison.Ordinal);
        Assert.Contains("No enterprise fits", await clerk.ReadAsync("/console/enterprises?q=fx-0571&credit=C"), StringComparison.Ordinal);
        var file = (await clerk.ReadAsync("/console/enterprises.csv?credit=B&sort=credit")).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, file.Length);
        Assert.StartsWith("Blue Bamboo 蓝竹,C-77a,91330100799655058B,周正,", file[1], StringComparison.Ordinal);
        Assert.Contains("Chen Jing,Mei Lan,Mei@bamboo.example", file[1], StringComparison.Ordinal);
        foreach (var sort in new[] { "number", "-number", "state", "-state", "credit", "-credit", "since", "-since", "-name" })
        {
            Assert.Equal(HttpStatusCode.OK, await clerk.StatusAsync("/console/enterprises?sort=" + sort));
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whoever_enters_a_customer_again_is_asked_first(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        await api.AskAsync("POST", Enterprises, new { name = "杭州蓝竹物流有限公司", contactPhone = "0571-8888 6666" }, HttpStatusCode.Created);
        Assert.Equal("customer.looks_like", await api.RefusalAsync("POST", Enterprises, new { name = "杭州 蓝竹物流 股份有限公司" }));
        Assert.Equal("customer.looks_like", await api.RefusalAsync("POST", Enterprises, new { name = "Another", contactPhone = "+86 571 88886666" }));
        Assert.Equal("customer.looks_like", await api.RefusalAsync("POST", Enterprises, new { name = "ACME Trading, Inc." }));
        Assert.Equal(2, (await api.AskAsync("GET", Enterprises)).GetProperty("items").GetArrayLength());
        await api.AskAsync("POST", Enterprises, new { name = "ACME Trading, Inc.", confirmed = true }, HttpStatusCode.Created);

        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var form = new Dictionary<string, string> { ["Form.Name"] = "Acme-Trading Ltd", ["Form.State"] = "Prospect" };
        var asked = await clerk.SubmitAsync("/console/enterprises/new", "new-enterprise", form);
        Assert.Contains("it is another enterprise", asked, StringComparison.Ordinal);
        Assert.Contains("ACME Trading, Inc.", asked, StringComparison.Ordinal);
        form["Form.Confirmed"] = "true";
        Assert.EndsWith("?created=true", await clerk.SubmitPageAsync("/console/enterprises/new", asked, "new-enterprise", form), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("杭州云栖科技有限公司", "杭州云栖科技股份有限公司")]
    [InlineData("Acme Co., Ltd.", "ACME")]
    [InlineData("Ａｃｍｅ　Ｔｒａｄｉｎｇ", "acme-trading inc")]
    public void Names_that_differ_in_form_alone_are_alike(string one, string other) => Assert.Equal(LookAlikes.KeyOf(one), LookAlikes.KeyOf(other));

    [Theory]
    [InlineData("杭州云栖科技有限公司", "杭州云栖文化有限公司")]
    [InlineData("Inc", "Ltd")]
    [InlineData("公司", "集团")]
    public void Names_of_others_are_not(string one, string other) => Assert.NotEqual(LookAlikes.KeyOf(one), LookAlikes.KeyOf(other));

    private static async Task<IEnumerable<string>> NamesAsync(HttpClient api, string query) =>
        [.. (await api.AskAsync("GET", $"{Enterprises}?{query}")).GetProperty("items").EnumerateArray().Select(i => i.Text("name"))];
}
