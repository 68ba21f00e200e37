using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Certificates;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Identity.Tests.Certificates.CertificateHub;

namespace BroadbandHub.Identity.Tests.Certificates;

/// <summary>A certificate is a key: where one is asked for it is enough, and who has one is held to it. An administrator binds and removes it.</summary>
public sealed class CertificateRuleTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Where_a_key_is_required_a_certificate_is_one(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        using var api = await world.Hub.OperatorClientAsync();
        using var set = await api.PutAsJsonAsync("/identity/v1/roles/" + Role.EnterpriseAdministrator.Key + "/security-key", new { required = true });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        using var browser = new BrowserSession(world.Hub);
        Assert.Equal("/account/keys?required=true", await browser.SignInAsync(Boss, IdentityHub.Password));
        var (mine, spare) = (world.People.Issue(world.Folder, "Wang Fang"), world.People.Issue(world.Folder, "Wang Fang"));
        Assert.Equal("/sign-in?again=true", await world.BindAsync(browser, mine));

        // The password alone is worth nothing now, neither to come in nor to bind another one.
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/workspace"));
        using var thief = new BrowserSession(world.Hub);
        Assert.Contains("asks for your security key", await thief.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);
        using var more = await browser.Http.GetAsync("/account/keys/certificate/start");
        Assert.Equal(HttpStatusCode.Forbidden, more.StatusCode);

        await SignInAsync(world, browser, mine);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/workspace"));
        var id = (await browser.Http.AskAsync("GET", "/identity/v1/account/certificates")).GetProperty("items")[0].Text("id");
        Assert.Equal("key.last_required", await browser.Http.RefusalAsync("DELETE", "/identity/v1/account/certificates/" + id));
        await world.BindAsync(browser, spare, "Spare");
        await browser.Http.AskAsync("DELETE", "/identity/v1/account/certificates/" + id, status: HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_a_certificate_opened_ends_soon_after_its_authority_revokes_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        using var withPassword = await SessionTests.SignedInAsync(world.Hub, Boss);
        var (mine, spare) = (world.People.Issue(world.Folder, "Wang Fang"), world.People.Issue(world.Folder, "Wang Fang"));
        await world.BindAsync(withPassword, mine);
        await world.BindAsync(withPassword, spare, "Spare");
        using var withCertificate = new BrowserSession(world.Hub);
        await SignInAsync(world, withCertificate, mine);
        await EndRevokedAsync(world);
        Assert.Equal(HttpStatusCode.OK, await withCertificate.StatusAsync("/account"));

        world.Revoke(mine.Certificate);
        await EndRevokedAsync(world);
        Assert.Equal(HttpStatusCode.Redirect, await withCertificate.StatusAsync("/account"));
        Assert.Equal(HttpStatusCode.OK, await withPassword.StatusAsync("/account"));
        Assert.Contains("Certificate revoked by its authority", await withPassword.ReadAsync("/account"), StringComparison.Ordinal);
        var keys = await withPassword.ReadAsync("/account/keys");
        Assert.Single(Regex.Matches(keys, "hub-badge[^>]*>.{0,60}Revoked", RegexOptions.Singleline));
        Assert.Equal(200, (await world.SignInAsync(spare)).Status);

        // On hold, and off again.
        world.Revoke();
        await EndRevokedAsync(world);
        Assert.DoesNotContain(">Revoked<", await withPassword.ReadAsync("/account/keys"), StringComparison.Ordinal);
        Assert.Equal(200, (await world.SignInAsync(mine)).Status);
    }

    [Fact]
    public async Task Who_has_a_certificate_proves_himself_with_it_before_dangerous_actions()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database);
        using var admin = await SessionTests.SignedInAsync(world.Hub, "admin@hub.example");
        var person = await IdAsync(world, Boss);
        var mine = world.People.Issue(world.Folder, "Admin");
        await world.BindAsync(admin, mine);
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("POST", $"/identity/v1/people/{person}/password-link", new { }));
        await SignInAsync(world, admin, mine);
        await admin.Http.AskAsync("POST", $"/identity/v1/people/{person}/password-link", new { });
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_administrator_binds_a_certificate_from_a_file_and_a_reset_takes_it_away(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        using var admin = await SessionTests.SignedInAsync(world.Hub, "admin@hub.example");
        using var boss = await SessionTests.SignedInAsync(world.Hub, Boss);
        var (bossId, adminId) = (await IdAsync(world, Boss), await IdAsync(world, "admin@hub.example"));
        var path = $"/identity/v1/people/{bossId}/certificates";
        var mine = world.People.Issue(world.Folder, "Wang Fang");
        var pem = await File.ReadAllTextAsync(mine.Certificate, TestContext.Current.CancellationToken);
        using var forger = new TestAuthority("People of the province");
        var foreign = await File.ReadAllTextAsync(forger.Issue(world.Folder, "Wang Fang").Certificate, TestContext.Current.CancellationToken);
        Assert.Equal("certificate.foreign", await admin.Http.RefusalAsync("POST", path, new { name = "Token", certificate = foreign }));
        Assert.Equal("certificate.unreadable", await admin.Http.RefusalAsync("POST", path, new { name = "Token", certificate = "-----BEGIN" }));
        Assert.Equal("certificate.unreadable", await admin.Http.RefusalAsync("POST", path, new { name = "Token" }));
        Assert.Equal("certificate.bad_name", await admin.Http.RefusalAsync("POST", path, new { certificate = pem }));

        // Nobody makes himself a door to somebody who may do more, or to a stranger's people.
        Assert.Equal("person.not_found", await boss.Http.RefusalAsync("POST", $"/identity/v1/people/{adminId}/certificates", new { name = "Mine", certificate = pem }));
        Assert.Equal("certificate.by_owner_only", await boss.Http.RefusalAsync("POST", path, new { name = "Mine", certificate = pem }));
        Assert.DoesNotContain("certificate-file", await boss.ReadAsync($"/workspace/people/{bossId}"), StringComparison.Ordinal);
        using var clerk = await SessionTests.SignedInAsync(world.Hub, "clerk@hub.example");
        Assert.Equal(HttpStatusCode.Forbidden, await clerk.Http.StatusAsync("POST", $"/identity/v1/people/{adminId}/certificates", new { name = "Mine", certificate = pem }));

        var made = await admin.Http.AskAsync("POST", path, new { name = "Token", certificate = pem }, HttpStatusCode.Created);
        Assert.Equal("CN=Wang Fang", made.Text("subject"));
        Assert.Equal("certificate.taken", await admin.Http.RefusalAsync("POST", $"/identity/v1/people/{adminId}/certificates", new { name = "Too", certificate = pem }));
        Assert.Equal(200, (await world.SignInAsync(mine)).Status);
        Assert.Contains("Certificate bound", await boss.ReadAsync("/account"), StringComparison.Ordinal);
        Assert.Contains("Wang Fang", await admin.ReadAsync("/console/administration-log"), StringComparison.Ordinal);

        // On the page, and out again by it.
        await admin.Http.AskAsync("DELETE", $"{path}/{made.Text("id")}", status: HttpStatusCode.NoContent);
        Assert.Equal(0, await SessionTests.WithDbAsync(world.Hub, db => db.Sessions.CountAsync(s => s.Methods.Contains("sc") && s.EndedAt == null)));
        Assert.Equal(HttpStatusCode.OK, await boss.StatusAsync("/account"));
        Assert.Equal("certificate.not_bound", CodeOf((await world.SignInAsync(mine)).Body));
        Assert.Equal($"/console/people/{bossId}?done=certificate", await UploadAsync(admin, $"/console/people/{bossId}", mine.Certificate));
        Assert.Equal(200, (await world.SignInAsync(mine)).Status);
        await admin.Http.AskAsync("POST", $"/identity/v1/people/{bossId}/reset-sign-in", status: HttpStatusCode.NoContent);
        Assert.Equal("certificate.not_bound", CodeOf((await world.SignInAsync(mine)).Body));
        Assert.Equal(0, await SessionTests.WithDbAsync(world.Hub, db => db.Certificates.CountAsync()));
    }

    [Fact]
    public async Task Who_is_suspended_gets_in_with_no_certificate_and_where_none_are_taken_nothing_offers_them()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using (var world = await CertificateHub.StartAsync(database))
        {
            using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);
            var mine = world.People.Issue(world.Folder, "Wang Fang");
            await world.BindAsync(owner, mine);
            Assert.Contains("Sign in with a certificate", await world.Hub.Browser().GetStringAsync("/sign-in"), StringComparison.Ordinal);
            using var api = await world.Hub.OperatorClientAsync();
            await api.AskAsync("POST", $"/identity/v1/people/{await IdAsync(world, Boss)}/suspend");
            Assert.Equal("certificate.refused", CodeOf((await world.SignInAsync(mine)).Body));
        }

        await using var other = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var plain = await IdentityHub.StartAsync(other);
        using var browser = await SessionTests.SignedInAsync(plain, Boss);
        Assert.DoesNotContain("ertificate", await browser.ReadAsync("/account/keys"), StringComparison.Ordinal);
        Assert.DoesNotContain("ertificate", await plain.Browser().GetStringAsync("/sign-in"), StringComparison.Ordinal);
        foreach (var path in new[] { "/sign-in/certificate", "/sign-in/certificate/present", "/sign-in/certificate/answer", "/account/keys/certificate/start" })
        {
            Assert.Equal("certificate.off", await browser.Http.RefusalAsync("GET", path));
        }
    }

    /// <summary>Now, instead of within two minutes.</summary>
    private static async Task EndRevokedAsync(CertificateHub world)
    {
        await using var scope = world.Hub.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EndRevoked>().RunAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> IdAsync(CertificateHub world, string email)
    {
        using var api = await world.Hub.OperatorClientAsync();
        return await api.IdOfAsync(email);
    }

    private static async Task<string?> UploadAsync(BrowserSession browser, string path, string file)
    {
        var form = Regex.Matches(await browser.ReadAsync(path), "<form.*?</form>", RegexOptions.Singleline).Single(f => f.Value.Contains("value=\"certificate\"", StringComparison.Ordinal)).Value;
        using var content = new MultipartFormDataContent();
        foreach (Match hidden in Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\" />"))
        {
            content.Add(new StringContent(WebUtility.HtmlDecode(hidden.Groups[2].Value)), hidden.Groups[1].Value);
        }

        content.Add(new StringContent("From a file"), "certificate-name");
        content.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "certificate-file", "token.pem");
        using var answer = await browser.Http.PostAsync(path, content);
        return answer.Headers.Location is { IsAbsoluteUri: true } to ? to.PathAndQuery : answer.Headers.Location?.ToString();
    }

    private static async Task SignInAsync(CertificateHub world, BrowserSession browser, (string Certificate, string Key) certificate)
    {
        using var asked = await browser.Http.GetAsync("/sign-in/certificate");
        var (_, _, answer, said) = await world.CurlAsync(asked.Headers.Location!.AbsoluteUri, certificate);
        Assert.Contains("/sign-in/certificate/answer?", answer, StringComparison.Ordinal);
        using var back = await browser.Http.GetAsync(answer);
        Assert.True(back.StatusCode == HttpStatusCode.Redirect, said);
    }
}
