using System.Collections.Concurrent;
using System.Net;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static BroadbandHub.Identity.Tests.SignOn.DiskClient;

namespace BroadbandHub.Identity.Tests.SignOn;

public sealed class LogoutTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Signing_out_of_the_hub_reaches_the_application_even_when_it_hears_badly(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        await using var ear = await Ear.StartAsync(deafFor: 2);
        var disk = await CreateAsync(hub, "disk", ear.Address);
        using var browser = await SignedInAsync(hub);
        using var other = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        await disk.RedeemAsync(await disk.CodeAsync(browser));
        var (_, stays) = await disk.RedeemAsync(await disk.CodeAsync(other));

        await browser.SubmitAsync("/sign-out/confirm", "leave");
        await HearsAsync(hub, ear, 3);

        var token = ear.Heard.ToArray()[^1];
        var keys = await ReadKeysAsync(hub);
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            ValidIssuer = "http://localhost/", ValidAudience = disk.Credential.ClientId, IssuerSigningKeys = keys.GetSigningKeys(), ValidTypes = ["logout+jwt"], ValidAlgorithms = ["RS256"],
        });
        Assert.True(checkedToken.IsValid, checkedToken.Exception?.Message);
        var (said, id) = (Read(token), Read(Text(tokens, "id_token")));
        Assert.Equal((Text(id, "sub"), Text(id, "sid")), (Text(said, "sub"), Text(said, "sid")));
        Assert.True(said.GetProperty("events").TryGetProperty("http://schemas.openid.net/event/backchannel-logout", out _));
        Assert.False(said.TryGetProperty("nonce", out _));
        Assert.Single(ear.Heard.Select(t => Text(Read(t), "jti")).Distinct(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(Text(tokens, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await disk.RefreshAsync(Text(stays, "refresh_token"))).Status);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_password_chosen_with_a_link_and_the_link_itself_end_what_the_old_one_opened_at_applications(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        await using var ear = await Ear.StartAsync(deafFor: 0);
        var disk = await CreateAsync(hub, "disk", ear.Address);
        using var api = await hub.OperatorClientAsync();
        var id = await api.IdOfAsync("boss@acme.example");
        var password = IdentityHub.Password;
        foreach (var made in new[] { false, true })
        {
            using var browser = await hub.SignedInAsync("boss@acme.example", password);
            await disk.RedeemAsync(await disk.CodeAsync(browser));
            var before = ear.Heard.Count;
            password = made ? "another row of words" : Asking.Password;
            if (made)
            {
                // By the administrator, whose link ends everything before it is used.
                await api.AskAsync("POST", $"/identity/v1/people/{id}/password-link");
            }
            else
            {
                // By the person, who forgot it: only the use of the link ends anything.
                string link;
                await using (var scope = hub.Services.CreateAsyncScope())
                {
                    var people = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Identity.Accounts.Person>>();
                    link = "/" + await scope.ServiceProvider.GetRequiredService<Identity.Accounts.PasswordLinks>().SealResetAsync((await people.FindByEmailAsync("boss@acme.example"))!);
                }

                using var owner = new BrowserSession(hub);
                await owner.SubmitAsync(link, "set-password", new() { ["Form.Wanted"] = password, ["Form.Again"] = password });
            }

            await HearsAsync(hub, ear, before + 1);
            Assert.Equal(0, await Sessions.SessionTests.WithDbAsync(hub, db => db.SignOns.CountAsync(s => s.EndedAt == null)));
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_sign_on_that_comes_together_with_the_sign_out_does_not_outlive_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        for (var round = 0; round < 5; round++)
        {
            using var browser = await SignedInAsync(hub);
            var page = await browser.ReadAsync("/sign-out/confirm");
            var signOns = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await browser.Http.GetAsync(disk.Address())).Dispose())).ToList();
            await Task.WhenAll([.. signOns, Task.Run(() => browser.SubmitPageAsync("/sign-out/confirm", page, "leave"))]);
        }

        Assert.Equal(0, await Sessions.SessionTests.WithDbAsync(hub, db => db.SignOns.CountAsync(s => s.EndedAt == null)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_is_suspended_is_signed_out_of_the_applications_too(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        await using var ear = await Ear.StartAsync(deafFor: 0);
        var disk = await CreateAsync(hub, "disk", ear.Address);
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        using var api = await hub.OperatorClientAsync();
        using var answer = await api.PostAsync($"/identity/v1/people/{Text(Read(Text(tokens, "id_token")), "sub")}/suspend", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        await HearsAsync(hub, ear, 1);
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(Text(tokens, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);
    }

    /// <summary>The pauses between attempts are skipped; everything else is the job's own doing.</summary>
    private static Task HearsAsync(IdentityHub hub, Ear ear, int times) => Eventually.IsTrueAsync(
        async () =>
        {
            await using var scope = hub.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            await db.LogoutNotices.Where(n => n.Attempts > 0).ExecuteUpdateAsync(set => set.SetProperty(n => n.NextAttemptAt, DateTimeOffset.UnixEpoch));
            hub.Services.GetRequiredService<IJobs>().Wake(LogoutJob.Name);
            return ear.Heard.Count == times && !await db.LogoutNotices.AnyAsync();
        },
        $"the application is told {times} times, and nothing is left to tell");

    private static async Task<JsonWebKeySet> ReadKeysAsync(IdentityHub hub)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        return new JsonWebKeySet(await http.GetStringAsync("/.well-known/jwks"));
    }

    private static async Task<BrowserSession> SignedInAsync(IdentityHub hub)
    {
        var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        return browser;
    }

    /// <summary>An application's address for logout tokens; answers 503 at first.</summary>
    private sealed class Ear(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        public string Address => app.Urls.First() + "/signed-out-elsewhere";

        public static async Task<Ear> StartAsync(int deafFor)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var ear = new Ear(app);
            app.MapPost("/signed-out-elsewhere", async (HttpRequest request) =>
            {
                ear.Heard.Enqueue((await request.ReadFormAsync())["logout_token"].ToString());
                return Results.StatusCode(ear.Heard.Count > deafFor ? 204 : 503);
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return ear;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
