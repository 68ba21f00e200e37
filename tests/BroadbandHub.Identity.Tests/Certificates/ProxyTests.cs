using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using static BroadbandHub.Identity.Tests.Certificates.CertificateHub;

namespace BroadbandHub.Identity.Tests.Certificates;

/// <summary>Behind a proxy that does the handshake: its header counts, and nobody else's.</summary>
public sealed class ProxyTests
{
    private const string Secret = "agreed-between-proxy-and-hub-0123456789";

    [Fact]
    public async Task The_header_of_the_proxy_signs_in_and_a_forged_one_is_not_looked_at()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database, settings: Proxy("127.0.0.1"), listens: false);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        var header = "X-Client-Cert: " + Uri.EscapeDataString(await File.ReadAllTextAsync(mine.Certificate, TestContext.Current.CancellationToken));
        Assert.StartsWith("/account/keys?certificates=bound", await AskAsync(world, owner, header, "X-Client-Cert-Secret: " + Secret), StringComparison.Ordinal);

        Assert.Equal(200, (await ShowAsync(world, header, "X-Client-Cert-Secret: " + Secret)).Status);
        foreach (var forged in new[]
        {
            new[] { header }, [header, "X-Client-Cert-Secret: " + Secret[1..]], [header, "X-Client-Cert-Secret;"], [header, "X-Client-Cert-Secret: wrong", "X-Client-Cert-Secret: " + Secret],
            ["X-Client-Cert-Secret: " + Secret], ["X-Client-Cert: nonsense", "X-Client-Cert-Secret: " + Secret], [header, header, "X-Client-Cert-Secret: " + Secret],
        })
        {
            var (status, code) = await ShowAsync(world, forged);
            Assert.True((status, code) == (400, "certificate.none"), $"{string.Join(' ', forged)[..40]}…: {status} {code}");
        }
    }

    [Fact]
    public async Task What_the_proxy_says_of_where_somebody_is_does_not_make_it_another_proxy()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var settings = Proxy("127.0.0.1");
        settings["Hub:Proxies"] = "127.0.0.1";
        await using var world = await CertificateHub.StartAsync(database, settings: settings, listens: false);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        var header = "X-Client-Cert: " + Uri.EscapeDataString(await File.ReadAllTextAsync(mine.Certificate, TestContext.Current.CancellationToken));
        await AskAsync(world, owner, header, "X-Client-Cert-Secret: " + Secret);
        Assert.Equal(200, (await ShowAsync(world, header, "X-Client-Cert-Secret: " + Secret, "X-Forwarded-For: 203.0.113.7")).Status);
        Assert.Equal((400, "certificate.none"), await ShowAsync(world, header, "X-Forwarded-For: 203.0.113.7"));
    }

    [Fact]
    public async Task Where_no_proxy_is_set_or_it_comes_from_elsewhere_the_header_is_not_looked_at()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database, settings: Proxy("10.9.9.9"));
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var (mine, other) = (world.People.Issue(world.Folder, "Wang Fang"), world.People.Issue(world.Folder, "Somebody"));
        await world.BindAsync(owner, mine);
        var header = "X-Client-Cert: " + Uri.EscapeDataString(await File.ReadAllTextAsync(mine.Certificate, TestContext.Current.CancellationToken));
        Assert.Equal((400, "certificate.none"), await ShowAsync(world, header, "X-Client-Cert-Secret: " + Secret));

        // Nor at the port, beside another certificate.
        var (_, status, _, body) = await world.SignInAsync(other, "-H", header, "-H", "X-Client-Cert-Secret: " + Secret);
        Assert.Equal((400, "certificate.not_bound"), (status, CodeOf(body)));
        (_, status, _, body) = await world.SignInAsync(null, "-H", header, "-H", "X-Client-Cert-Secret: " + Secret);
        Assert.Equal((400, "certificate.none"), (status, CodeOf(body)));
    }

    [Theory]
    [InlineData("Hub:Certificates:Url", "http://localhost:1/")]
    [InlineData("Hub:Certificates:Authorities", "/nowhere")]
    [InlineData("Hub:Certificates:Proxy:Secret", "short")]
    [InlineData("Hub:Certificates:Proxy:Addresses:0", "everybody")]
    [InlineData("Hub:PublicUrl", "")]
    [InlineData("Hub:Certificates:ServerKey", "/nowhere")]
    public async Task A_setting_that_is_wrong_stops_the_start_with_a_sentence(string key, string value)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var settings = Proxy("127.0.0.1");
        settings[key] = value;
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(async () => await CertificateHub.StartAsync(database, settings: settings));
        Assert.StartsWith("The setting Hub:Certificates:", wrong.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Proxy(string address) => new(StringComparer.Ordinal) { ["Hub:Certificates:Proxy:Addresses:0"] = address, ["Hub:Certificates:Proxy:Secret"] = Secret };

    /// <summary>The proxy passes the browser's way on to the hub's own port, and writes the headers.</summary>
    private static async Task<(int Status, string? Code)> ShowAsync(CertificateHub world, params string[] headers)
    {
        using var browser = new BrowserSession(world.Hub);
        using var asked = await browser.Http.GetAsync("/sign-in/certificate");
        var (_, status, to, body) = await world.CurlAsync(world.Hub.Address + asked.Headers.Location!.PathAndQuery[1..], null, [.. headers.SelectMany(h => new[] { "-H", h })]);
        if (status != 302)
        {
            return (status, CodeOf(body));
        }

        using var answer = await browser.Http.GetAsync(to);
        return ((int)await browser.StatusAsync("/account"), answer.Headers.Location?.ToString());
    }

    private static async Task<string> AskAsync(CertificateHub world, BrowserSession owner, params string[] headers)
    {
        using var asked = await owner.Http.GetAsync("/account/keys/certificate/start");
        var (_, _, to, _) = await world.CurlAsync(world.Hub.Address + asked.Headers.Location!.PathAndQuery[1..], null, [.. headers.SelectMany(h => new[] { "-H", h })]);
        using var back = await owner.Http.GetAsync(to);
        return await owner.SubmitAsync(back.Headers.Location!.ToString(), "bind", new() { ["Form.Name"] = "Behind the proxy" });
    }
}
