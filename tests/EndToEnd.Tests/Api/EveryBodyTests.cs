using System.Text;
using System.Text.Json.Nodes;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>A walk over every operation of the API's description that takes a JSON body: whatever the body holds, the hub never fails over it.</summary>
public sealed class EveryBodyTests(SellingHub selling) : IClassFixture<SellingHub>
{
    // Plugins are switched on and off there, and the rest of the walk needs them as they are; turning the clock ends its token.
    private static readonly string[] Elsewhere = ["/system/v1/", "/development/", "/clock"];

    [Fact]
    public async Task No_body_makes_the_hub_fail()
    {
        var description = JsonNode.Parse(await selling.Api.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
        var bodies = new SpoiltBodies(description, Known());
        var (sent, operations) = (0, 0);
        var failed = new List<string>();
        foreach (var (method, path, schema) in Operations(description))
        {
            operations++;
            var address = await FilledAsync(path);
            foreach (var body in bodies.Of(schema))
            {
                sent++;
                using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                using var answer = await selling.Api.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True((int)answer.StatusCode != 401, $"The walk lost its sign-in at {method} {path}.");
                if ((int)answer.StatusCode >= 500)
                {
                    failed.Add($"{method} {address} {(body.Length > 300 ? body[..300] + "…" : body)}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} bodies to {operations} operations");
        Assert.True(operations > 20 && sent > 500, $"Only {sent} bodies to {operations} operations.");
        Assert.True(failed.Count == 0, $"{failed.Count} answers were 500:\n{string.Join('\n', failed.GroupBy(f => f[..f.IndexOf(' ', 7)]).SelectMany(g => g.Take(6)))}");
    }

    private static IEnumerable<(string Method, string Path, JsonNode Schema)> Operations(JsonNode description) =>
        from path in description["paths"]!.AsObject()
        where !Elsewhere.Any(e => path.Key.Contains(e, StringComparison.Ordinal))
        from operation in path.Value!.AsObject()
        where operation.Key is "post" or "put" or "patch"
        let schema = operation.Value!["requestBody"]?["content"]?["application/json"]?["schema"]
        where schema is not null
        select (operation.Key.ToUpperInvariant(), path.Key, schema);

    /// <summary>The parameters of the address are the first thing of its list, so that the handler comes as far as the body.</summary>
    private async Task<string> FilledAsync(string path)
    {
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
            {
                parts[i] = await FirstOfAsync(string.Join('/', parts[..i]));
            }
        }

        return string.Join('/', parts);
    }

    private async Task<string> FirstOfAsync(string list)
    {
        using var answer = await selling.Api.Http.GetAsync(list, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var items = answer.IsSuccessStatusCode && text.StartsWith('{') ? JsonNode.Parse(text)!["items"] as JsonArray : null;
        return items is [JsonObject first, ..] && (first["id"] ?? first["key"]) is { } id ? id.ToString() : "x";
    }

    private Dictionary<string, string> Known() => new(StringComparer.Ordinal)
    {
        ["enterpriseId"] = (string)selling.Subscription["enterpriseId"]!,
        ["productId"] = (string)selling.Subscription["productId"]!,
        ["planVersionId"] = (string)selling.Subscription["planVersionId"]!,
        ["subscriptionId"] = (string)selling.Subscription["id"]!,
        ["applicationKey"] = "network-disk",
        ["currency"] = "CNY",
        ["email"] = "somebody@example.com",
    };
}
