using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Keys;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace BroadbandHub.Identity.Tests.Keys;

/// <summary>The signing key is replaced in a running hub, and nobody notices.</summary>
public sealed class SigningKeyTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_until_nothing_needs_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var keys = hub.Services.GetRequiredService<SigningKeys>();
        var watch = hub.Services.GetRequiredService<SigningKeyWatch>();
        var old = await hub.TokenAsync("operator");
        Assert.Equal(("token-signing-1", "token-signing-1"), (KidOf(old), await PublishedAsync(hub)));
        Assert.Null(await keys.RotateAsync(Cancel));

        hub.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Contains("token-signing-2", await keys.RotateAsync(Cancel), StringComparison.Ordinal);
        watch.Look();
        Assert.Equal("token-signing-1 token-signing-2", await PublishedAsync(hub));
        var before = await hub.TokenAsync("operator");
        Assert.Equal("token-signing-1", KidOf(before));
        Assert.Null(await keys.RotateAsync(Cancel));

        hub.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(5));
        watch.Look();
        before = await hub.TokenAsync("operator");
        hub.Clock.Advance(TimeSpan.FromMinutes(6));
        watch.Look();
        var after = await hub.TokenAsync("operator");
        Assert.Equal(("token-signing-1", "token-signing-2"), (KidOf(before), KidOf(after)));
        Assert.Equal("token-signing-2 token-signing-1", await PublishedAsync(hub));
        foreach (var token in new[] { before, after })
        {
            using var http = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
            Assert.Equal(HttpStatusCode.OK, await http.StatusAsync("GET", "/identity/v1/enterprises"));
        }

        Assert.Null(await keys.RotateAsync(Cancel));
        hub.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Contains("Removed token-signing-1", await keys.RotateAsync(Cancel), StringComparison.Ordinal);
        watch.Look();
        Assert.Equal("token-signing-2", await PublishedAsync(hub));
    }

    [Fact]
    public async Task Another_node_takes_the_new_key_up_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        using var key = new SharedKeyFile();
        await using var one = await IdentityHub.StartAsync(database, settings: key.Settings);
        await using var two = await IdentityHub.StartAsync(database, demo: false, settings: key.Settings);
        _ = await PublishedAsync(two);
        one.Clock.Advance(TimeSpan.FromDays(91));
        two.Clock.Advance(TimeSpan.FromDays(91));
        await one.Services.GetRequiredService<SigningKeys>().RotateAsync(Cancel);
        two.Services.GetRequiredService<SigningKeyWatch>().Look();
        Assert.Equal("token-signing-1 token-signing-2", await PublishedAsync(two));
    }

    [Fact]
    public async Task An_operator_who_wants_no_rotation_has_none()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database, demo: false, settings: new() { ["Hub:SigningKeyDays"] = "0" });
        hub.Clock.Advance(TimeSpan.FromDays(1000));
        Assert.Null(await hub.Services.GetRequiredService<SigningKeys>().RotateAsync(Cancel));
    }

    private static string KidOf(string token) => new JsonWebToken(token).Kid;

    private static async Task<string> PublishedAsync(IdentityHub hub)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var set = JsonDocument.Parse(await http.GetStringAsync("/.well-known/jwks", Cancel));
        return string.Join(' ', set.RootElement.GetProperty("keys").EnumerateArray().Select(k => k.Text("kid")));
    }
}
