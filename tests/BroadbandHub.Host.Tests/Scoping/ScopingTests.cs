using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>
/// Every endpoint and every page that the whole hub has is asked with real ids of Acme and Diskworks: first by everybody whom they do not concern, who are refused,
/// then with the very same request by those whom they do concern, who succeed. An endpoint without a sample fails, so a new one cannot be forgotten.
/// </summary>
public sealed class ScopingTests
{
    // Refused requests are logged for those who made them, with the ids they asked for: so the logs are asked first.
    internal static readonly Sample[] Samples = [.. IdentitySamples.Logs, .. IdentitySamples.All, .. CustomerSamples.All, .. SalesSamples.All, .. SystemSamples.All];

    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];
    private static readonly string[] NotTheHubs = ["_framework/", "_content/", ":file"];
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Everybody_gets_what_concerns_them_and_nothing_else(Engine engine)
    {
        await using var world = await World.MakeAsync(engine);
        var faults = new List<string>();
        foreach (var endpoint in Endpoints(world).Except(Samples.Select(s => s.Endpoint)))
        {
            faults.Add($"{endpoint}: no sample asks for it");
        }

        foreach (var sample in Samples)
        {
            faults.AddRange(await FaultsAsync(world, sample));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Endpoints(World world) => world.Hub.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText is { } route && !NotTheHubs.Any(n => route.Contains(n, StringComparison.Ordinal)) && !IsAsset(e))
        .SelectMany(e => IsPage(e) ? ["PAGE"] : e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(m => m != "HEAD") ?? [""], (e, method) => $"{method} {e.RoutePattern.RawText}")
        .Distinct();

    private static bool IsPage(Endpoint endpoint) => endpoint.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata");

    private static bool IsAsset(Endpoint endpoint) => endpoint.Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor");

    private static async Task<List<string>> FaultsAsync(World world, Sample sample)
    {
        var faults = new List<string>();
        var request = await FilledAsync(world, sample);
        foreach (var who in Enum.GetValues<Who>().Except(sample.Owners))
        {
            var (status, text) = await AskAsync(world, who, request);
            if (!sample.Peers.Contains(who) && !IsRefused(status, text))
            {
                faults.Add($"{sample.Endpoint}: {who} is not refused: {(int)status} {Short(text)}");
            }

            if ((int)status >= 500)
            {
                faults.Add($"{sample.Endpoint}: {who} gets {(int)status}");
            }

            if ((int)status < 300)
            {
                faults.AddRange(SecretsFrom(world, who).Where(s => text.Contains(s, StringComparison.Ordinal)).Select(s => $"{sample.Endpoint}: {who} sees {s}: {Around(text, s)}"));
            }
        }

        foreach (var who in sample.Owners)
        {
            // The first of them asks for the very thing that the others were refused; it may be gone then.
            var (status, text) = await AskAsync(world, who, who == sample.Owners[0] ? request : await FilledAsync(world, sample));
            if (sample.Leads is { } leads ? status != HttpStatusCode.Redirect || !text.StartsWith(leads, StringComparison.Ordinal) : (int)status >= 300)
            {
                faults.Add($"{sample.Endpoint}: its owner {who} gets {(int)status} {Short(text)}");
            }
        }

        return faults;
    }

    private static async Task<Sample> FilledAsync(World world, Sample sample) =>
        sample with { Path = await world.FillAsync(sample.Path), Body = sample.Body is { } body ? await world.FillAsync(body) : null };

    /// <summary>Whose things must not be in an answer to them.</summary>
    private static IEnumerable<string> SecretsFrom(World world, Who who) => who switch
    {
        Admin or Boss or Partner or Disk => [],
        Employee => world.SecretsOf(Partner),
        _ => world.SecretsOf(Boss).Concat(world.SecretsOf(Partner)),
    };

    // What is asked for is named in the request: to a stranger there is no such thing.
    private static bool IsRefused(HttpStatusCode status, string text) =>
        (status == HttpStatusCode.BadRequest && Code(text)?.Contains(".unknown_", StringComparison.Ordinal) == true) || Refusals.Contains(status) || (status == HttpStatusCode.Redirect && text.StartsWith("/sign-in?", StringComparison.Ordinal));

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(World world, Who who, Sample sample)
    {
        using var request = new HttpRequestMessage(new(sample.Method is "PAGE" or "" ? "GET" : sample.Method), sample.Path);
        request.Content = sample.Body is { } body ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        if (sample.IsUpload)
        {
            request.Content = world.NewPackage();
        }

        if (sample.Method == "PAGE")
        {
            request.Headers.Accept.Add(new("text/html"));
        }

        using var answer = await world.As(who).SendAsync(request, Cancel);
        return (answer.StatusCode, answer.Headers.Location is { } next ? (next.IsAbsoluteUri ? next.PathAndQuery : next.ToString()) : await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static string? Code(string text)
    {
        try
        {
            return (string?)JsonNode.Parse(text)?["code"];
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length > 200 ? text[..120].ReplaceLineEndings(" ") : text;

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.Ordinal);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");
    }
}
