using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.Tests.SecurityKeys;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.Codes;

public sealed partial class CodeTests
{
    private const string Boss = "boss@acme.example";

    /// <summary>Appendix B of RFC 6238, the last six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, OneTimeCode.At("12345678901234567890"u8.ToArray(), OneTimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_written_in_base_32(string bytes, string text) => Assert.Equal(text, OneTimeCode.ToBase32(Encoding.ASCII.GetBytes(bytes)));

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task With_an_app_the_password_is_half_of_the_sign_in_and_a_code_is_good_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var (secret, _) = await SetUpAsync(hub);
        var stored = await SessionTests.WithDbAsync(hub, db => db.Authenticators.Select(a => a.Secret).SingleAsync());
        Assert.DoesNotContain(OneTimeCode.ToBase32(secret), stored, StringComparison.Ordinal);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));

        using var browser = new BrowserSession(hub);
        var step = await browser.SignInAsync(Boss, IdentityHub.Password);
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/workspace"));
        var code = Code(hub, secret);
        Assert.Equal("/workspace", await CodeAsync(browser, step, string.Join(' ', code.ToCharArray())));
        Assert.Equal(0, await SessionTests.WithDbAsync(hub, db => db.AccountEvents.CountAsync(e => e.Kind == AccountEventKind.RecoveryCodeUsed)));
        var page = await browser.ReadAsync("/account");
        Assert.Contains("Password + Code", WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        using var thief = new BrowserSession(hub);
        Assert.Contains("hub-summary", await CodeAsync(thief, await thief.SignInAsync(Boss, IdentityHub.Password), code), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await thief.StatusAsync("/workspace"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task One_code_sent_twenty_times_at_once_opens_one_session(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var (secret, recovery) = await SetUpAsync(hub);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var code in new[] { Code(hub, secret), recovery[0] })
        {
            await SessionTests.WithDbAsync(hub, db => db.People.ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, 0).SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null)));
            var used = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            {
                await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(hub.Services);
                var book = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CodeBook>(scope.ServiceProvider);
                return await book.UseAsync(await OwnerAsync(hub), code, CancellationToken.None);
            }));
            Assert.Equal(19, used.Count(u => u == UsedCode.None));
        }
    }

    [Fact]
    public async Task Codes_of_a_moment_ago_and_of_the_next_moment_are_good_older_ones_are_not()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var (secret, _) = await SetUpAsync(hub);
        foreach (var (offset, good) in new[] { (-2, false), (-1, true), (1, true), (2, false) })
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(5));
            using var browser = new BrowserSession(hub);
            var step = await browser.SignInAsync(Boss, IdentityHub.Password);
            var answer = await CodeAsync(browser, step, OneTimeCode.At(secret, OneTimeCode.StepAt(hub.Clock.GetUtcNow()) + offset));
            Assert.Equal((offset, good), (offset, answer == "/workspace"));
        }
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_new_ones_replace_the_old()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var (_, recovery) = await SetUpAsync(hub);
        Assert.Equal(CodeBook.RecoveryCodes, recovery.Count);
        Assert.DoesNotContain(recovery[0], (await SessionTests.WithDbAsync(hub, db => db.RecoveryCodes.ToListAsync())).Select(c => Encoding.ASCII.GetString(c.Hash)));

        using var browser = new BrowserSession(hub);
        Assert.Equal("/workspace", await CodeAsync(browser, await browser.SignInAsync(Boss, IdentityHub.Password), recovery[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        using var again = new BrowserSession(hub);
        Assert.Contains("hub-summary", await CodeAsync(again, await again.SignInAsync(Boss, IdentityHub.Password), recovery[0]), StringComparison.Ordinal);

        var renewed = Recovery().Matches(await browser.SubmitAsync("/account/codes", "renew")).Select(m => m.Value).ToList();
        Assert.Equal(CodeBook.RecoveryCodes, renewed.Count);
        Assert.Contains("hub-summary", await CodeAsync(again, await again.SignInAsync(Boss, IdentityHub.Password), recovery[1]), StringComparison.Ordinal);
        Assert.Equal("/workspace", await CodeAsync(again, await again.SignInAsync(Boss, IdentityHub.Password), renewed[0]));
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_the_right_password_between_them_does_not_wipe_them_out()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var (secret, _) = await SetUpAsync(hub);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        using var thief = new BrowserSession(hub);
        var step = await thief.SignInAsync(Boss, IdentityHub.Password);

        // The first wrong one was typed while the app was set up.
        for (var wrong = 1; wrong < 5; wrong++)
        {
            await CodeAsync(thief, step, "x0000" + wrong);
            step = await thief.SignInAsync(Boss, IdentityHub.Password);
        }

        await CodeAsync(thief, step, "x00009");
        Assert.Contains("hub-summary", await CodeAsync(thief, step, Code(hub, secret)), StringComparison.Ordinal);
        Assert.DoesNotContain("Second.Proof", await thief.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);
        Assert.Equal(1, await SessionTests.WithDbAsync(hub, db => db.AccountEvents.CountAsync(e => e.Kind == AccountEventKind.Locked)));

        hub.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("/workspace", await CodeAsync(thief, await thief.SignInAsync(Boss, IdentityHub.Password), Code(hub, secret)));
    }

    [Fact]
    public async Task Confirming_an_app_with_wrong_codes_is_noted_and_a_session_left_open_locks_nobody_out()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        var page = await owner.SubmitAsync("/account/codes", "begin");
        await owner.SubmitPageAsync("/account/codes", page, "confirm", new() { ["Form.Code"] = "12345x" });
        Assert.Equal(1, await SessionTests.WithDbAsync(hub, db => db.AccountEvents.CountAsync(e => e.Kind == AccountEventKind.CodeWrong)));
        hub.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < 7; i++)
        {
            await owner.SubmitPageAsync("/account/codes", page, "confirm", new() { ["Form.Code"] = "12345x" });
        }

        Assert.Equal((1, null), await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).Select(p => ValueTuple.Create(p.AccessFailedCount, p.LockoutEnd)).SingleAsync()));
    }

    [Fact]
    public async Task The_second_step_waits_five_minutes_and_belongs_to_the_password_that_was_typed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var (secret, recovery) = await SetUpAsync(hub);
        using var browser = new BrowserSession(hub);
        var step = await browser.SignInAsync(Boss, IdentityHub.Password);
        hub.Clock.Advance(CodeSignIn.Patience + TimeSpan.FromSeconds(1));
        Assert.Contains("took too long", await CodeAsync(browser, step, Code(hub, secret)), StringComparison.Ordinal);

        var old = await browser.SignInAsync(Boss, IdentityHub.Password);
        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).ExecuteUpdateAsync(set => set.SetProperty(p => p.SecurityStamp, "another")));
        Assert.Contains("took too long", await CodeAsync(browser, old, recovery[0]), StringComparison.Ordinal);
        Assert.Contains("took too long", await CodeAsync(browser, old.Replace("name=\"Second.Proof\" value=\"", "name=\"Second.Proof\" value=\"A", StringComparison.Ordinal), recovery[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_two_steps_in_one_and_turning_the_app_off_needs_a_fresh_sign_in()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        using var key = SecurityKeyTests.Key(hub);
        var (secret, _) = await SetUpAsync(hub);
        var first = await SecurityKeyTests.RegisterAsync(owner, key, "Key");
        hub.Clock.Advance(TimeSpan.FromMinutes(2));

        // Password and code are two proofs: who has lost the key removes it with them.
        using (var lost = new BrowserSession(hub))
        using (var other = SecurityKeyTests.Key(hub))
        {
            Assert.Equal("/workspace", await CodeAsync(lost, await lost.SignInAsync(Boss, IdentityHub.Password), Code(hub, secret)));
            await SecurityKeyTests.RegisterAsync(lost, other, "New key");
            using var removed = await lost.Http.DeleteAsync("/identity/v1/account/security-keys/" + first);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            await SecurityKeyTests.RegisterAsync(lost, key, "Found again");
        }

        using var browser = new BrowserSession(hub);
        Assert.Equal(HttpStatusCode.OK, (await SecurityKeyTests.SignInAsync(browser, key)).Status);

        hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.DoesNotContain("value=\"off\"", await browser.ReadAsync("/account/codes"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SecurityKeyTests.SignInAsync(browser, key)).Status);
        Assert.Equal("/account/codes?told=off", await browser.SubmitAsync("/account/codes", "off"));
        using var plain = new BrowserSession(hub);
        Assert.Equal("/workspace", await plain.SignInAsync(Boss, IdentityHub.Password));
    }

    /// <summary>Boss sets the app up as the page shows it.</summary>
    private static async Task<(byte[] Secret, List<string> Recovery)> SetUpAsync(IdentityHub hub)
    {
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        var page = await owner.SubmitAsync("/account/codes", "begin");
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var key = ShownKey().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var secret = FromBase32(key);
        Assert.Equal(OneTimeCode.SecretLength, secret.Length);
        var wrong = await owner.SubmitPageAsync("/account/codes", page, "confirm", new() { ["Form.Code"] = "12345x" });
        Assert.Contains("hub-summary", wrong, StringComparison.Ordinal);
        var done = await owner.SubmitPageAsync("/account/codes", wrong, "confirm", new() { ["Form.Code"] = Code(hub, secret) });
        return (secret, [.. Recovery().Matches(done).Select(m => m.Value)]);
    }

    private static string Code(IdentityHub hub, byte[] secret) => OneTimeCode.At(secret, OneTimeCode.StepAt(hub.Clock.GetUtcNow()));

    private static Task<string> CodeAsync(BrowserSession browser, string step, string code) => browser.SubmitPageAsync("/sign-in", step, "code", new() { ["Second.Code"] = code });

    private static Task<Sdk.PersonId> OwnerAsync(IdentityHub hub) => SessionTests.WithDbAsync(hub, async db => new Sdk.PersonId(await db.People.Where(p => p.Email == Boss).Select(p => p.Id).SingleAsync()));

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("<code>([A-Z2-7]{4}( [A-Z2-7]{4})+)</code>")]
    private static partial Regex ShownKey();

    [GeneratedRegex("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")]
    private static partial Regex Recovery();
}
