using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using BroadbandHub.EndToEnd.Tests;
using BroadbandHub.EndToEnd.Tests.SignOn;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Benchmarks.SignOn;

/// <summary>
/// Complete sign-ons of people who have a session (authorize, redirect, code for tokens) and tokens of programs, a second, beside a bare OpenIddict in the same run: the difference is what the
/// hub does besides. Each server is a process of its own on SQLite; clients, both servers and databases share the machine, one server at a time is asked.
/// </summary>
internal static class SignOnBenchmark
{
    private const string Verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static readonly string Challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed record Target(string Name, Uri Address, string ClientId, string Secret, string Redirect, Func<HttpClient, Task> SignIn);

    public static async Task RunAsync(int seconds, int clients)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        await using var hub = await HubProcess.StartAsync(
            Engine.Sqlite, new() { ["Hub__PublicUrl"] = HubProcess.OwnAddress, ["Plugins__ListFile"] = await SellingSignOn.ListWithIntranetAsync(folder) });
        using var api = await HubApi.AsOperatorAsync(hub);
        var site = new Uri("http://127.0.0.1:9/");
        var (clientId, secret) = await SellingSignOn.SellIntranetAsync(api, site);
        var redirect = new Uri(site, "guarded/oidc").AbsoluteUri;
        using var bare = Start(folder.FullName, redirect, out var bareAddress);
        try
        {
            await Eventually.IsTrueAsync(() => AnswersAsync(bareAddress), "the bare server answers", TimeSpan.FromSeconds(60));
            Target[] targets =
            [
                new("hub", hub.Address, clientId, secret, redirect, SignInAtHubAsync),
                new("bare OpenIddict", bareAddress, BareServer.ClientId, BareServer.Secret, redirect, async http => (await http.GetAsync("/sign-in")).EnsureSuccessStatusCode()),
            ];
            Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {clients} clients, {seconds} s each, after a warm-up; twice, in turn");
            for (var round = 0; round < 2; round++)
            {
                foreach (var target in targets)
                {
                    await MeasureAsync(target, "sign-ons", seconds, clients, SignOnAsync);
                    await MeasureAsync(target, "tokens of programs", seconds, clients, TokenAsync);
                }
            }
        }
        finally
        {
            bare.Kill(entireProcessTree: true);
            await bare.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(Target target, string what, int seconds, int clients, Func<HttpClient, Target, Task> once)
    {
        var times = new List<double>();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = target.Address };
            await target.SignIn(http);
            for (var i = 0; i < 20; i++)
            {
                await once(http, target);
            }

            var mine = new List<double>();
            var all = Stopwatch.StartNew();
            while (all.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                var one = Stopwatch.GetTimestamp();
                await once(http, target);
                mine.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }

            lock (times)
            {
                times.AddRange(mine);
            }
        }));
        times.Sort();
        Console.WriteLine($"  {target.Name,-16} {what,-19} {times.Count / (double)seconds,7:N0} a second   p50 {times[times.Count / 2],6:F1} ms   p99 {times[(int)(times.Count * 0.99)],6:F1} ms");
    }

    private static async Task SignOnAsync(HttpClient http, Target target)
    {
        var query = new Dictionary<string, string>
        {
            ["client_id"] = target.ClientId, ["response_type"] = "code", ["redirect_uri"] = target.Redirect, ["scope"] = "openid profile email offline_access", ["state"] = "s", ["nonce"] = "n",
            ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        using var answer = await http.GetAsync("/connect/authorize?" + string.Join('&', query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}")));
        var code = answer.Headers.Location is { IsAbsoluteUri: true } back ? HttpUtility.ParseQueryString(back.Query)["code"] : null;
        await PostAsync(http, ("grant_type", "authorization_code"), ("code", code ?? throw new InvalidOperationException($"{target.Name}: {(int)answer.StatusCode} {answer.Headers.Location}")),
            ("code_verifier", Verifier), ("redirect_uri", target.Redirect), ("client_id", target.ClientId), ("client_secret", target.Secret));
    }

    private static Task TokenAsync(HttpClient http, Target target) =>
        PostAsync(http, ("grant_type", "client_credentials"), ("scope", "billing.usage"), ("client_id", target.ClientId), ("client_secret", target.Secret));

    private static async Task PostAsync(HttpClient http, params (string Name, string Value)[] fields)
    {
        using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString() is not { Length: > 0 })
        {
            throw new InvalidOperationException(text);
        }
    }

    private static async Task SignInAtHubAsync(HttpClient http)
    {
        var page = await http.GetStringAsync("/sign-in");
        var form = page.Split("<form").First(f => f.Contains("value=\"sign-in\"", StringComparison.Ordinal)).Split("</form>")[0];
        var fields = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        (fields["Form.Email"], fields["Form.Password"]) = ("boss@acme.example", "try-the-hub-2026");
        using var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException("Nobody is signed in at the hub.");
        }
    }

    private static Process Start(string folder, string redirect, out Uri address)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["bare-openiddict", address.AbsoluteUri, Path.Combine(folder, "bare.db"), redirect]))!;
    }

    private static async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = address };
            return (await http.GetAsync("/sign-in")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
