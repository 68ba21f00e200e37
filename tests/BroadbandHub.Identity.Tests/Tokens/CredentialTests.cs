using System.Net;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Tokens;

public sealed class CredentialTests
{
    private const string Application = "network-disk";
    private static readonly string[] Scopes = ["billing.usage", "catalog.meters", "operator"];

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_revoked_credential_is_refused_at_once_with_the_tokens_it_has_and_the_others_go_on(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var keys = new SharedKeyFile();
        await using var hub = await IdentityHub.StartAsync(database, settings: keys.Settings);
        await using var other = await IdentityHub.StartAsync(database, settings: keys.Settings);
        var revoked = await DoAsync(hub, c => c.CreateAsync(Application, "Old server", Scopes, null, default));
        var kept = await DoAsync(hub, c => c.CreateAsync(Application, "New server", Scopes, null, default));
        var token = await hub.TokenAsync(revoked.ClientId, revoked.ClientSecret, "operator");
        var keptToken = await hub.TokenAsync(kept.ClientId, kept.ClientSecret, "operator");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, token));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(other, token));

        Assert.True((await DoAsync(hub, c => c.RevokeAsync(Application, revoked.ClientId, default))).IsOk);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(hub, token));
        using var noToken = await hub.AskForTokenAsync(revoked.ClientId, revoked.ClientSecret, "operator");
        Assert.Equal(HttpStatusCode.Unauthorized, noToken.StatusCode);
        await Eventually.IsTrueAsync(async () => await AskAsync(other, token) == HttpStatusCode.Unauthorized, "the other node refuses the token too");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, keptToken));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(other, keptToken));
        var seen = await DoAsync(hub, c => c.ListAsync(Application, default));
        Assert.Equal([("New server", true, true), ("Old server", false, true)], seen.Select(c => (c.Name, c.IsLive, c.LastUsedAt is not null)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task After_a_rotation_both_are_good_until_the_old_ones_time_is_up(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var old = await DoAsync(hub, c => c.CreateAsync(Application, "Server", Scopes, null, default));
        var token = await hub.TokenAsync(old.ClientId, old.ClientSecret, "operator");
        var fresh = (await DoAsync(hub, c => c.RotateAsync(Application, old.ClientId, TimeProvider.System.GetUtcNow().AddHours(1), default))).Value;
        var freshToken = await hub.TokenAsync(fresh.ClientId, fresh.ClientSecret, "operator");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(hub, token), await AskAsync(hub, freshToken)));

        // The hour passes.
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IdentityDb>().Credentials.Where(c => c.ClientId == old.ClientId)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, TimeProvider.System.GetUtcNow().AddSeconds(-1)));
        }

        hub.Services.GetRequiredService<CredentialStates>().Forget(old.ClientId);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await AskAsync(hub, token), await AskAsync(hub, freshToken)));
        using var noToken = await hub.AskForTokenAsync(old.ClientId, old.ClientSecret, "operator");
        Assert.Equal(HttpStatusCode.Unauthorized, noToken.StatusCode);
        Assert.Equal("credential.not_live", (await DoAsync(hub, c => c.RotateAsync(Application, old.ClientId, TimeProvider.System.GetUtcNow(), default))).Error?.Code);
        Assert.Equal(["Server", "Server"], (await DoAsync(hub, c => c.ListAsync(Application, default))).Select(c => c.Name));
    }

    [Fact]
    public async Task Another_applications_credential_is_not_found_and_stays_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var made = await DoAsync(hub, c => c.CreateAsync(Application, "Server", Scopes, null, default));

        Assert.Equal("credential.not_found", (await DoAsync(hub, c => c.RevokeAsync("mailbox", made.ClientId, default))).Error?.Code);
        Assert.Equal("credential.not_found", (await DoAsync(hub, c => c.RotateAsync("mailbox", made.ClientId, TimeProvider.System.GetUtcNow(), default))).Error?.Code);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(hub, await hub.TokenAsync(made.ClientId, made.ClientSecret, "operator")));
    }

    private static async Task<T> DoAsync<T>(IdentityHub hub, Func<IApplicationClients, Task<T>> work)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        return await unitOfWork.RunAsync(() => work(scope.ServiceProvider.GetRequiredService<IApplicationClients>()), _ => true, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> AskAsync(IdentityHub hub, string token)
    {
        using var client = new HttpClient { BaseAddress = hub.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/identity/v1/enterprises");
        return answer.StatusCode;
    }
}
