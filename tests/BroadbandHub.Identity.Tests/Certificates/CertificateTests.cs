using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using static BroadbandHub.Identity.Tests.Certificates.CertificateHub;

namespace BroadbandHub.Identity.Tests.Certificates;

public sealed class CertificateTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_person_binds_a_certificate_signs_in_with_it_and_removes_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        Assert.Equal("certificate.not_bound", CodeOf((await world.SignInAsync(mine)).Body));

        Assert.Equal("/account/keys?certificates=bound", await world.BindAsync(owner, mine));
        var (_, status, address, page) = await world.SignInAsync(mine);
        Assert.Equal((200, world.Hub.Address + "account"), (status, address));
        Assert.Contains(Boss, page, StringComparison.Ordinal);
        Assert.Contains(">Certificate<", page.Replace("<small>", "", StringComparison.Ordinal).Replace("</small>", "<", StringComparison.Ordinal), StringComparison.Ordinal);

        var item = (await owner.Http.AskAsync("GET", "/identity/v1/account/certificates")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal(("Office token", "CN=Wang Fang", "CN=People of the province"), (item.Text("name"), item.Text("subject"), item.Text("issuer")));
        Assert.NotEmpty(item.Text("lastUsedAt"));
        var mineId = Guid.Parse(item.Text("id")).ToString("N");
        Assert.Equal("/account/keys?certificates=renamed", await owner.SubmitAsync("/account/keys", "rename-certificate-" + mineId, new() { ["name-" + mineId] = "Drawer token" }));
        using var stranger = await SessionTests.SignedInAsync(world.Hub, "admin@hub.example");
        Assert.Equal("certificate.not_found", await stranger.Http.RefusalAsync("PUT", $"/identity/v1/account/certificates/{mineId}", new { name = "Mine" }));
        Assert.Equal("certificate.bad_name", await owner.Http.RefusalAsync("PUT", $"/identity/v1/account/certificates/{mineId}", new { }));
        Assert.Contains("Drawer token", await owner.ReadAsync("/account/keys"), StringComparison.Ordinal);
        Assert.Equal("/account/keys?certificates=removed", await owner.SubmitAsync("/account/keys", "remove-certificate-" + Guid.Parse(item.Text("id")).ToString("N")));
        Assert.Equal("certificate.not_bound", CodeOf((await world.SignInAsync(mine)).Body));
        Assert.Equal(["CertificateRemoved", "SessionEnded", "SignedIn", "CertificateRenamed", "SignedIn", "CertificateBound", "SignedIn"], await SessionTests.WithDbAsync(
            world.Hub, async db => (await db.AccountEvents.OrderByDescending(e => e.At).ToListAsync()).ConvertAll(e => e.Kind.ToString())));
    }

    [Fact]
    public async Task Whatever_opens_nothing_is_refused_in_words_that_say_why()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        using var forger = new TestAuthority("People of the province");
        var (mine, stolen) = (world.People.Issue(world.Folder, "Wang Fang"), world.People.Issue(world.Folder, "Wang Fang"));
        await world.BindAsync(owner, mine);
        await world.BindAsync(owner, stolen, "Lost token");
        world.Revoke(stolen.Certificate);

        foreach (var (certificate, code) in new ((string, string)?, string)[]
        {
            (stolen, "certificate.revoked"), (world.People.Issue(world.Folder, "Wang Fang"), "certificate.not_bound"), (forger.Issue(world.Folder, "Wang Fang"), "certificate.foreign"),
            (world.People.Issue(world.Folder, "Wang Fang", fromDay: -30, toDay: -1), "certificate.expired"), (world.People.Issue(world.Folder, "Wang Fang", fromDay: 1), "certificate.expired"),
            (world.People.Issue(world.Folder, "hub.example", TestAuthority.ForServers), "certificate.wrong_purpose"), (world.People.Issue(world.Folder, "Anything", purpose: null), "certificate.wrong_purpose"),
            (null, "certificate.none"),
        })
        {
            var (exit, status, _, body) = await world.SignInAsync(certificate);
            Assert.Equal((0, 400, code), (exit, status, CodeOf(body)));
            var (_, shown, address, page) = await world.SignInAsync(certificate, "-H", "Accept: text/html");
            Assert.Equal((200, $"{world.Hub.Address}sign-in?certificate={code}"), (shown, address.Split("&returnUrl", 2)[0]));
            Assert.Matches("hub-notice[^>]*--bad", page);
        }

        Assert.Equal(200, (await world.SignInAsync(mine)).Status);
        Assert.Contains("revoked by the authority", (await world.SignInAsync(stolen, "-H", "Accept: text/html")).Body, StringComparison.Ordinal);
        Assert.Contains("已被颁发机构吊销", WebUtility.HtmlDecode((await world.SignInAsync(stolen, "-H", "Accept: text/html", "-H", "Accept-Language: zh-CN")).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_lists_are_read_again_when_they_change_and_count_only_while_current_and_truly_signed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        using var forger = new TestAuthority("People of the province");
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        await world.BindAsync(owner, mine);
        var genuine = await File.ReadAllBytesAsync(world.RevocationList);
        genuine[^1] ^= 1;
        foreach (var (list, code) in new (byte[], string?)[]
        {
            (world.People.List(-2, 24, mine.Certificate), "certificate.revoked"), (world.People.List(-48, -1), "certificate.revocation_unknown"), (world.People.List(2, 24), "certificate.revocation_unknown"),
            (forger.List(-2, 24), "certificate.revocation_unknown"), (genuine, "certificate.revocation_unknown"), ("no list"u8.ToArray(), "certificate.revocation_unknown"),
            (System.Text.Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", world.People.List(-2, 24))), null),
        })
        {
            await File.WriteAllBytesAsync(world.RevocationList, list);
            var (_, status, _, body) = await world.SignInAsync(mine);
            Assert.Equal((code is null ? 200 : 400, code), (status, CodeOf(body)));
        }

        File.Delete(world.RevocationList);
        Assert.Equal("certificate.revocation_unknown", CodeOf((await world.SignInAsync(mine)).Body));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_answer_is_good_once_in_the_browser_that_asked_and_for_what_it_asked(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        await world.BindAsync(owner, mine);

        using var browser = new BrowserSession(world.Hub);
        using var asked = await browser.Http.GetAsync("/sign-in/certificate?returnUrl=%2F%2Fevil.example");
        var (_, _, answer, _) = await world.CurlAsync(asked.Headers.Location!.AbsoluteUri, mine);
        using (var victim = new BrowserSession(world.Hub))
        {
            // Somebody else's link signs nobody in: neither without a question, nor with one of its own.
            Assert.Equal("/sign-in?certificate=certificate.stale", await LeadsAsync(victim, answer));
            await victim.Http.GetAsync("/sign-in/certificate");
            Assert.Equal("/sign-in?certificate=certificate.stale", await LeadsAsync(victim, answer));
        }

        // Twenty at once: one is in, and not where the address wanted to lead.
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LeadsAsync(browser, answer)));
        Assert.Single(all, "/workspace");
        Assert.Equal(19, all.Count(a => a == "/sign-in?certificate=certificate.stale"));

        // What was asked for a binding does not sign in, and the other way round; nor does a binding pass into another session.
        using var start = await owner.Http.GetAsync("/account/keys/certificate/start");
        var other = world.People.Issue(world.Folder, "Wang Fang");
        var (_, _, forBinding, _) = await world.CurlAsync(start.Headers.Location!.AbsoluteUri, other);
        Assert.Equal("/account/keys/certificate?" + new Uri(forBinding).Query[1..], await LeadsAsync(browser, forBinding));
        var sealedAnswer = System.Web.HttpUtility.ParseQueryString(new Uri(forBinding).Query)["answer"];
        Assert.Equal("certificate.stale", await browser.Http.RefusalAsync("POST", "/identity/v1/account/certificates", new { answer = sealedAnswer, name = "Mine" }));
        Assert.Equal("certificate.bad_name", await owner.Http.RefusalAsync("POST", "/identity/v1/account/certificates", new { answer = sealedAnswer, name = " " }));
        world.Hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("auth.fresh_sign_in_required", await owner.Http.RefusalAsync("POST", "/identity/v1/account/certificates", new { answer = sealedAnswer, name = "Mine" }));
    }

    [Fact]
    public async Task Where_a_name_was_given_the_other_names_of_that_port_are_the_hub_and_ask_nobody()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database);
        using var browser = new BrowserSession(world.Hub);
        using var asked = await browser.Http.GetAsync("/sign-in/certificate");
        var other = "https://127.0.0.1:" + asked.Headers.Location!.Port;
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        Assert.Equal(200, (await world.CurlAsync(other + "/sign-in", mine)).Status);
        Assert.Equal("certificate.none", CodeOf((await world.CurlAsync(other + asked.Headers.Location!.PathAndQuery, mine)).Body));

        // The name in the handshake counts, not the one that is written into the request.
        Assert.Equal("certificate.none", CodeOf((await world.CurlAsync(other + asked.Headers.Location!.PathAndQuery, mine, "-H", "Host: " + asked.Headers.Location!.Authority)).Body));
        Assert.Contains("/answer?", (await world.CurlAsync(asked.Headers.Location!.AbsoluteUri, mine)).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_port_of_its_own_everybody_is_asked_and_nothing_else_is_served_there()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database, "127.0.0.1");
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        await world.BindAsync(owner, mine);
        Assert.Equal(200, (await world.SignInAsync(mine)).Status);
        Assert.Equal(200, (await world.SignInAsync(mine, "--http1.1")).Status);
        using var asked = await owner.Http.GetAsync("/sign-in/certificate");
        var port = asked.Headers.Location!.GetLeftPart(UriPartial.Authority);

        // A browser asks again and again on the same connection.
        var (_, status, answer, body) = await world.CurlAsync(asked.Headers.Location!.AbsoluteUri, mine, asked.Headers.Location!.AbsoluteUri, asked.Headers.Location!.AbsoluteUri);
        Assert.True(status == 302 && answer.Contains("/answer?", StringComparison.Ordinal), body);
        foreach (var path in new[] { "/sign-in", "/workspace", "/identity/v1/account/certificates", "/connect/token" })
        {
            Assert.Equal((302, world.Hub.Address.AbsoluteUri), ((await world.CurlAsync(port + path, mine)).Status, (await world.CurlAsync(port + path, mine)).Address));
        }
    }

    private static async Task<string?> LeadsAsync(BrowserSession browser, string address)
    {
        using var answer = await browser.Http.GetAsync(address);
        return answer.Headers.Location is { IsAbsoluteUri: true } to ? to.PathAndQuery : answer.Headers.Location?.ToString();
    }
}
