using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Organisations;

public sealed class OrganisationTests(SharedHub shared) : IClassFixture<SharedHub>
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_enterprise_is_taken_on_once_and_found_again(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var client = await hub.OperatorClientAsync();

        using var made = await client.PostAsJsonAsync("/identity/v1/enterprises", new { name = " 蓝竹物流 ", registrationNumber = "91310000", contactEmail = "ops@bluebamboo.example" });
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var read = await client.GetFromJsonAsync<JsonElement>("/identity/v1/enterprises/" + id);
        using var again = await client.PostAsJsonAsync("/identity/v1/enterprises", new { name = "蓝竹物流" });

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("蓝竹物流", read.GetProperty("name").GetString());
        Assert.Equal("ops@bluebamboo.example", read.GetProperty("contactEmail").GetString());
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("organisation.name_taken", (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Names_that_differ_in_case_alone_do_not_pass_even_at_the_same_moment(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var client = await hub.OperatorClientAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.PostAsJsonAsync("/identity/v1/partners", new { name = i % 2 == 0 ? "Cloud Desk" : "CLOUD desk" })));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_list_is_read_to_its_end_page_by_page(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var client = await hub.OperatorClientAsync();
        foreach (var name in new[] { "Delta", "beta", "Alpha", "伽马" })
        {
            (await client.PostAsJsonAsync("/identity/v1/enterprises", new { name })).EnsureSuccessStatusCode();
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/identity/v1/enterprises?limit=2&cursor={cursor}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["Acme Trading", "Alpha", "beta", "Delta", "伽马"], names);
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/identity/v1/enterprises?search=ETA")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("{}", "organisation.name_missing")]
    [InlineData("""{"name": "   "}""", "organisation.name_missing")]
    [InlineData("""{"name": "Acme\u0000Two"}""", "organisation.name_not_text")]
    [InlineData("""{"name": "Acme Two", "contactEmail": "not an address"}""", "organisation.email_wrong")]
    [InlineData("""{"name": "Acme Two", "registrationNumber": "012345678901234567890123456789012345678901234567890"}""", "enterprise.registration_too_long")]
    [InlineData("""{"name": 12}""", "input.malformed")]
    [InlineData("""{"name": """, "input.malformed")]
    [InlineData("null", "input.malformed")]
    [InlineData("[]", "input.malformed")]
    public async Task Bad_input_is_told_with_a_stable_code(string json, string code)
    {
        var hub = shared.Hub;
        using var client = await hub.OperatorClientAsync();

        using var answer = await client.PostAsync("/identity/v1/enterprises", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_hub_itself_sees_all_organisations_and_an_unknown_one_is_not_found()
    {
        var hub = shared.Hub;
        await using var scope = hub.Services.CreateAsyncScope();
        var organisations = scope.ServiceProvider.GetRequiredService<IOrganisations>();
        var cancellation = TestContext.Current.CancellationToken;

        var acme = Assert.Single(await organisations.ListEnterprisesAsync("acme", 0, 10, cancellation));

        Assert.Equal(acme, await organisations.FindEnterpriseAsync(acme.Id, cancellation));
        Assert.Equal("Acme Trading", (await organisations.FindEnterprisesAsync([acme.Id], cancellation))[acme.Id].Name);
        Assert.Null(await organisations.FindEnterpriseAsync(EnterpriseId.New(TimeProvider.System), cancellation));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_list_is_sorted_by_the_address_and_downloaded_as_it_is_filtered(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        foreach (var name in new[] { "=HYPERLINK(1) Trading", "Beta Trading" })
        {
            (await api.PostAsJsonAsync("/identity/v1/enterprises", new { name })).EnsureSuccessStatusCode();
        }

        using var browser = new BrowserSession(hub);
        Assert.Equal(401, (int)(await new HttpClient().GetAsync(new Uri(hub.Address, "/console/enterprises.csv"))).StatusCode);
        await browser.SignInAsync("admin@hub.example", IdentityHub.Password);
        var file = await browser.ReadAsync("/console/enterprises.csv?q=trading&sort=-name");
        var people = await browser.ReadAsync("/console/people.csv?sort=-email&q=hub.example");
        var page = await browser.ReadAsync("/console/enterprises?sort=-name&columns=name");

        Assert.Equal(["Name", "Beta Trading", "Acme Trading", "'=HYPERLINK(1) Trading"], file.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')[0]));
        Assert.Equal(["Name", "Chen Jing", "Lin Wei"], people.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')[0]));
        Assert.True(page.IndexOf("Beta Trading", StringComparison.Ordinal) < page.IndexOf("Acme Trading", StringComparison.Ordinal));
        Assert.DoesNotContain("boss@acme.example", page, StringComparison.Ordinal);
    }
}
