using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>What cannot be read is answered in the API's words: the parameter's name and what belongs there, never a type of the host's.</summary>
public sealed class BindingTests(SellingHub selling) : IClassFixture<SellingHub>
{
    private static readonly string LongId = "sub_" + new string('x', 3000);

    /// <summary>Method, address, body, field, a part of the sentence.</summary>
    public static TheoryData<string, string, string?, string?, string> Requests => new()
    {
        { "GET", "/orders/v1/subscriptions/nope", null, "id", "an id such as sub_" },
        { "GET", "/orders/v1/subscriptions/prd_01m82e98hafzx8aeb03hy9p9tt", null, "id", "an id such as sub_" },
        { "GET", "/orders/v1/subscriptions/" + LongId, null, "id", "an id such as sub_" },
        { "GET", "/identity/v1/enterprises/ptn_01m82e98hafzx8aeb03hy9p9tt", null, "id", "an id such as ent_" },
        { "GET", "/catalog/v1/products/nope", null, "id", "an id such as prd_" },
        { "GET", "/orders/v1/subscriptions?enterprise=nope", null, "enterprise", "an id such as ent_" },
        { "GET", "/catalog/v1/products?limit=many", null, "limit", "a whole number" },
        { "GET", "/catalog/v1/products?limit=99999999999", null, "limit", "a whole number" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"network-disk","partnerId":"x","name":{"en":"x"}}""", "partnerId", "ptn_" },
        { "POST", "/catalog/v1/products", """{"applicationKey":5,"name":{"en":"x"}}""", "applicationKey", "a text is expected" },
        { "POST", "/catalog/v1/products", """{"applicationKey":"network-disk","name":"x"}""", "name", "is expected" },
        { "POST", "/catalog/v1/products", "null", null, "JSON body" },
        { "POST", "/catalog/v1/products", "[]", null, "An object is expected" },
        { "POST", "/catalog/v1/products", "{", null, "This is not JSON" },
        { "POST", "/orders/v1/subscriptions", """{"enterpriseId":null,"productId":7}""", "productId", "prd_" },
        { "POST", "/orders/v1/subscriptions", """{"startsOn":"2026-13-01"}""", "startsOn", "a date such as" },
        { "PUT", "/catalog/v1/applications/network-disk/meters/requests", """{"unit":"x","scale":"many","name":{"en":"x"}}""", "scale", "a whole number" },
        { "PUT", "/catalog/v1/applications/network-disk/meters/requests", """{"unit":"x","scale":1.5,"name":{"en":"x"}}""", "scale", "a whole number" },
        { "POST", "/identity/v1/enterprises", """{"name":{"deep":[1,2]}}""", "name", "a text is expected" },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task What_cannot_be_read_is_told_by_its_name_and_shape(string method, string address, string? body, string? field, string words)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await selling.Api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        var sentence = (string?)problem["detail"] ?? "";

        Assert.Equal((400, "input.malformed", field), ((int)answer.StatusCode, (string?)problem["code"], (string?)problem["field"]));
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"Nullable|System\.|BroadbandHub|[A-Z][a-z]+Id\b|Command|Int32|LocalText", sentence);
    }
}
