using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>One hub with the demonstration for the class.</summary>
public sealed class SellingHub : IAsyncLifetime
{
    private HubProcess? hub;

    public HubProcess Hub => hub!;

    public HubApi Api { get; private set; } = null!;

    public JsonObject Subscription { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        hub = await HubProcess.StartAsync();
        Api = await HubApi.AsOperatorAsync(hub);
        await Api.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await Api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray().Any(s => (string?)s!["state"] == "active"),
            "the demonstration's subscription is active");
        Subscription = (await Api.GetAsync("/orders/v1/subscriptions"))["items"]![0]!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Hub.DisposeAsync();
    }
}

/// <summary>Whatever is sent to the catalogue and to orders, the answer is a refusal that a program can read, and nothing is written.</summary>
public sealed class BadInputTests(SellingHub selling) : IClassFixture<SellingHub>
{
    private const string Flat = """{"currency":"CNY","components":[{"type":"flatMonthly","key":"a","name":{"en":"x"},"taxCategory":"zero","amount":AMOUNT}]}""";

    /// <summary>Method, address, body, status, code. {…} are replaced by the demonstration's ids.</summary>
    public static TheoryData<string, string, string?, int, string> Requests => new()
    {
        { "POST", "/catalog/v1/products", "{", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", "null", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", "[]", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", "", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", "{}", 400, "text.missing" },
        { "POST", "/catalog/v1/products", """{"applicationKey":5,"name":{"en":"x"}}""", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"nope","name":{"en":"x"}}""", 400, "product.unknown_application" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"network-disk","partnerId":"ptn_x","name":{"en":"x"}}""", 400, "input.malformed" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"network-disk","name":{"en":"a\u0000b"}}""", 400, "text.bad_character" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"network-disk","name":{"en":"\ud800"}}""", 400, "input.malformed" },
        { "GET", "/catalog/v1/products/nope", null, 400, "input.malformed" },
        { "GET", "/catalog/v1/products/prd_01m82e98hafzx8aeb03hy9p9tt", null, 404, "product.not_found" },
        { "GET", "/catalog/v1/products?limit=0", null, 400, "list.bad_limit" },
        { "GET", "/catalog/v1/products?limit=many", null, 400, "input.malformed" },
        { "GET", "/catalog/v1/products?cursor=%00", null, 400, "input.malformed" },
        { "POST", "/catalog/v1/products/{product}/plans", """{"currency":"CNY","components":[null]}""", 400, "plan.unknown_type" },
        { "POST", "/catalog/v1/products/{product}/plans", """{"currency":"CNY","components":"x"}""", 400, "input.malformed" },
        { "POST", "/catalog/v1/products/{product}/plans", """{"currency":"XXX","components":[]}""", 400, "plan.unknown_currency" },
        { "POST", "/catalog/v1/products/{product}/plans", Flat.Replace("AMOUNT", "1e400", StringComparison.Ordinal), 400, "input.malformed" },
        { "POST", "/catalog/v1/products/{product}/plans", Flat.Replace("AMOUNT", "1e-40", StringComparison.Ordinal), 400, "input.malformed" },
        { "POST", "/catalog/v1/products/{product}/plans", Flat.Replace("AMOUNT", "-1", StringComparison.Ordinal), 400, "plan.bad_price" },
        { "POST", "/catalog/v1/plans/{plan}/publish", null, 409, "plan.already_published" },
        { "PUT", "/catalog/v1/plans/{plan}", Flat.Replace("AMOUNT", "1", StringComparison.Ordinal), 409, "plan.already_published" },
        { "PUT", "/catalog/v1/applications/network-disk/meters/a%2Fb", """{"unit":"x","scale":1,"name":{"en":"x"}}""", 400, "meter.bad_key" },
        { "PUT", "/catalog/v1/applications/network-disk/meters/requests", """{"unit":"x","scale":-1,"name":{"en":"x"}}""", 400, "meter.bad_scale" },
        { "PUT", "/catalog/v1/applications/network-disk/meters/traffic.gb", """{"unit":"GB","scale":2,"name":{"en":"x"}}""", 409, "meter.scale_shrinks" },
        { "PUT", "/catalog/v1/applications/nope/meters/requests", """{"unit":"x","scale":1,"name":{"en":"x"}}""", 404, "application.not_found" },
        { "POST", "/catalog/v1/applications/nope/credentials", null, 404, "application.not_found" },
        { "POST", "/orders/v1/subscriptions", "{}", 400, "subscription.unknown_enterprise" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":"{product}","productId":"{product}"}""", 400, "input.malformed" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":"{enterprise}"}""", 400, "subscription.unknown_product" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":"{enterprise}","productId":"{product}","startsOn":"2026-13-01"}""", 400, "input.malformed" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":"{enterprise}","productId":"{product}","startsOn":"0001-01-01"}""", 400, "subscription.start_too_far" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":"{enterprise}","productId":"{product}","startsOn":"9999-12-31"}""", 400, "subscription.start_too_far" },
        { "POST", "/orders/v1/subscriptions/{subscription}/end", """{"endsOn":"0001-01-01"}""", 400, "subscription.ends_before_start" },
        { "POST", "/orders/v1/subscriptions/{subscription}/end", """{"endsOn":"9999-12-31"}""", 400, "subscription.end_too_far" },
        { "POST", "/orders/v1/subscriptions/{subscription}/try-now", null, 409, "operation.nothing_open" },
        { "POST", "/identity/v1/people", """{"name":"Null","email":"null@example.com","roles":[null]}""", 400, "role.unknown" },
        { "POST", "/identity/v1/roles", """{"name":{"en":"Null"},"audience":"operator","permissions":[null]}""", 400, "role.unknown_permission" },
        { "GET", "/orders/v1/subscriptions?state=asleep", null, 400, "subscription.unknown_state" },
        { "GET", "/orders/v1/subscriptions/sub_01m82e98hafzx8aeb03hy9p9tt", null, 404, "subscription.not_found" },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task A_bad_request_is_refused_in_words_and_with_a_code(string method, string address, string? body, int status, string code)
    {
        var before = await CountAsync();
        var (answered, problem) = await SendAsync(selling.Api.Http, method, address, body);
        Assert.Equal((status, code), (answered, (string?)problem["code"]));
        Assert.NotEmpty((string?)problem["detail"] ?? "");
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_and_an_application_stays_inside_its_own()
    {
        using var stranger = new HttpClient { BaseAddress = selling.Hub.Address };
        Assert.Equal(401, (await SendAsync(stranger, "GET", "/catalog/v1/products", null)).Status);
        Assert.Equal(401, (await SendAsync(stranger, "POST", "/orders/v1/subscriptions", "{}")).Status);

        var credential = await selling.Api.PostAsync("/catalog/v1/applications/network-disk/credentials");
        using var application = await HubApi.AsAsync(
            selling.Hub.Address, (string)credential["clientId"]!, (string)credential["clientSecret"]!, "catalog.meters billing.usage");
        const string Meter = """{"unit":"1","scale":0,"name":{"en":"Faces","zh":"人脸"}}""";
        Assert.Equal(200, (await SendAsync(application.Http, "PUT", "/catalog/v1/applications/network-disk/meters/faces", Meter)).Status);
        Assert.Equal(200, (await SendAsync(application.Http, "GET", "/catalog/v1/applications/network-disk/meters/faces", null)).Status);
        Assert.Equal(404, (await SendAsync(application.Http, "PUT", "/catalog/v1/applications/other/meters/faces", Meter)).Status);
        Assert.Equal(403, (await SendAsync(application.Http, "GET", "/catalog/v1/products", null)).Status);
        Assert.Equal(403, (await SendAsync(application.Http, "POST", "/orders/v1/subscriptions", "{}")).Status);
    }

    [Fact]
    public async Task The_same_order_sent_ten_times_at_once_opens_one_subscription()
    {
        var body = Filled("""{"enterpriseId":"{enterprise}","productId":"{product}"}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(selling.Api.Http, "POST", "/orders/v1/subscriptions", body, "order-7")));
        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Single(answers.Select(a => (string?)a.Body["id"]).Distinct());
        var other = body.Replace("}", ""","startsOn":"2026-01-01"}""", StringComparison.Ordinal);
        Assert.Equal("idempotency.other_content", (string?)(await SendAsync(selling.Api.Http, "POST", "/orders/v1/subscriptions", other, "order-7")).Body["code"]);
    }

    private async Task<(int Status, JsonObject Body)> SendAsync(HttpClient http, string method, string address, string? body, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Filled(address));
        request.Content = body is null ? null : new StringContent(Filled(body), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode >= HttpStatusCode.BadRequest)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        return ((int)answer.StatusCode, JsonNode.Parse(text)!.AsObject());
    }

    private async Task<(int, int)> CountAsync() => (
        (await selling.Api.GetAsync("/catalog/v1/products"))["items"]!.AsArray().Count, (await selling.Api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray().Count);

    private string Filled(string text) => text
        .Replace("{product}", (string?)selling.Subscription["productId"], StringComparison.Ordinal)
        .Replace("{plan}", (string?)selling.Subscription["planVersionId"], StringComparison.Ordinal)
        .Replace("{enterprise}", (string?)selling.Subscription["enterpriseId"], StringComparison.Ordinal)
        .Replace("{subscription}", (string?)selling.Subscription["id"], StringComparison.Ordinal);

    /// <summary>An address means the same in any case, so the guard holds for it in any case.</summary>
    [Theory]
    [InlineData("/system/v1/plugins/app.network-disk/disable", "http://other.example", 403, "auth.cross_origin")]
    [InlineData("/system/v1/plugins/app.network-disk/disable", "null", 403, "auth.cross_origin")]
    [InlineData("/system/v1/plugins/app.network-disk/disable", "{own}", 401, "auth.required")]
    [InlineData("/system/V1/plugins/app.network-disk/disable", "http://other.example", 403, "auth.cross_origin")]
    [InlineData("/SYSTEM/V1/PLUGINS/app.network-disk/DISABLE", "http://other.example", 403, "auth.cross_origin")]
    [InlineData("/system/%561/plugins/app.network-disk/disable", "http://other.example", 403, "auth.cross_origin")]
    [InlineData("/Plugins/app.network-disk/v2/things", "http://other.example", 403, "auth.cross_origin")]
    [InlineData("/Connect/token", "http://other.example", 403, "auth.cross_origin")]
    public async Task A_page_of_another_origin_changes_nothing_with_somebodys_sign_in(string address, string origin, int status, string code)
    {
        using var browser = new HttpClient { BaseAddress = selling.Hub.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("Origin", origin.Replace("{own}", selling.Hub.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]);
    }
}
