using System.Net;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Identity.Tests.SignOn.DiskClient;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>Revocation (RFC 7009) and introspection (RFC 7662): each client about its own tokens only.</summary>
public sealed class RevocationTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_revoked_token_is_active_no_more_and_a_refresh_token_takes_what_it_gave_along(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);

        // An access token alone.
        var (_, first) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.True(await IsActiveAsync(disk, Text(first, "access_token")));
        Assert.True(await IsActiveAsync(disk, Text(first, "refresh_token")));
        Assert.Equal(HttpStatusCode.OK, (await disk.PostAsync("/connect/revoke", ("token", Text(first, "access_token")))).Status);
        Assert.False(await IsActiveAsync(disk, Text(first, "access_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(first, "access_token"))).Status);
        var (status, second) = await disk.RefreshAsync(Text(first, "refresh_token"));
        Assert.Equal(HttpStatusCode.OK, status);

        // A refresh token: what it was changed for and what came with it go too.
        Assert.True(await IsActiveAsync(disk, Text(second, "access_token")));
        Assert.Equal(HttpStatusCode.OK, (await disk.PostAsync("/connect/revoke", ("token", Text(second, "refresh_token")), ("token_type_hint", "refresh_token"))).Status);
        Assert.False(await IsActiveAsync(disk, Text(second, "refresh_token")));
        Assert.False(await IsActiveAsync(disk, Text(second, "access_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(second, "access_token"))).Status);
        Assert.Equal("invalid_grant", Text((await disk.RefreshAsync(Text(second, "refresh_token"))).Said, "error"));

        // The person is still signed in, and signs on anew.
        Assert.Equal(HttpStatusCode.OK, (await disk.RedeemAsync(await disk.CodeAsync(browser))).Status);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_client_learns_nothing_of_another_ones_token_and_does_not_end_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var (disk, other) = (await CreateAsync(hub, "disk"), await CreateAsync(hub, "other"));
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        foreach (var token in new[] { "access_token", "refresh_token" })
        {
            var (_, said) = await other.PostAsync("/connect/introspect", ("token", Text(tokens, token)));
            Assert.DoesNotContain("usr_", said.GetRawText(), StringComparison.Ordinal);
            Assert.False(said.TryGetProperty("active", out var active) && active.GetBoolean(), said.GetRawText());
            await other.PostAsync("/connect/revoke", ("token", Text(tokens, token)));
            Assert.True(await IsActiveAsync(disk, Text(tokens, token)));
        }

        // Nor does somebody without a secret, or with a token that is none.
        var thief = new DiskClient(hub, disk.Credential with { ClientSecret = "wrong" });
        foreach (var path in new[] { "/connect/introspect", "/connect/revoke" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await thief.PostAsync(path, ("token", Text(tokens, "access_token")))).Status);
            Assert.InRange((int)(await disk.PostAsync(path, ("token", "no.token.at-all"))).Status, 200, 400);
            Assert.Equal(HttpStatusCode.BadRequest, (await disk.PostAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);
    }

    [Fact]
    public async Task A_credential_that_was_revoked_asks_about_no_token_and_ends_none()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                () => scope.ServiceProvider.GetRequiredService<IApplicationClients>().RevokeAsync("disk", disk.Credential.ClientId, default), o => o.IsOk, TestContext.Current.CancellationToken);
        }

        foreach (var path in new[] { "/connect/introspect", "/connect/revoke" })
        {
            var (status, said) = await disk.PostAsync(path, ("token", Text(tokens, "access_token")));
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (status, Text(said, "error")));
        }
    }

    [Fact]
    public async Task After_the_sign_out_no_token_of_the_session_is_active()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        await browser.SubmitAsync("/sign-out/confirm", "leave");
        Assert.False(await IsActiveAsync(disk, Text(tokens, "access_token")));
        Assert.False(await IsActiveAsync(disk, Text(tokens, "refresh_token")));
    }

    private static async Task<bool> IsActiveAsync(DiskClient client, string token)
    {
        var (status, said) = await client.PostAsync("/connect/introspect", ("token", token));
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {said}");
        return said.GetProperty("active").GetBoolean();
    }

    private static async Task<BrowserSession> SignedInAsync(IdentityHub hub)
    {
        var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        return browser;
    }
}
