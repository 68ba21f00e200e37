using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class LockOutTests
{
    private const string Boss = "boss@acme.example";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Fifty_tries_at_the_same_moment_are_worth_no_more_than_six(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var id = await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).Select(p => p.Id).SingleAsync());

        var granted = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await using var scope = hub.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SignInTries>().TakeAsync(id, CancellationToken.None);
        }));

        Assert.Equal(6, granted.Count(g => g));
        using var owner = new BrowserSession(hub);
        Assert.Contains("hub-summary", await owner.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);

        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, DateTimeOffset.UnixEpoch)));
        Assert.Equal("/workspace", await owner.SignInAsync(Boss, IdentityHub.Password));
    }

    [Fact]
    public async Task Fifty_wrong_forms_at_the_same_moment_cost_six_tries_and_lock_the_account()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var thief = new BrowserSession(hub);
            var answer = await thief.SignInAsync(Boss, "wrong-password-" + i);
            Assert.True(answer.Contains("hub-summary", StringComparison.Ordinal), answer);
        }));

        Assert.Equal(6, await SessionTests.WithDbAsync(hub, db => db.AccountEvents.CountAsync(e => e.Kind == Identity.Sessions.AccountEventKind.PasswordWrong)));
        using var late = new BrowserSession(hub);
        Assert.Contains("hub-summary", await late.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_session_gives_no_more_guesses_at_the_password_than_the_sign_in()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var thief = await SessionTests.SignedInAsync(hub, Boss);
        for (var i = 0; i < 6; i++)
        {
            Assert.Contains("hub-summary", await SessionTests.ChangeAsync(thief, "wrong-" + i, "quiet-copper-lantern"), StringComparison.Ordinal);
        }

        Assert.Contains("hub-summary", await SessionTests.ChangeAsync(thief, IdentityHub.Password, "quiet-copper-lantern"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_changes_the_password_after_some_wrong_ones_is_not_locked_out_by_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        for (var i = 0; i < 4; i++)
        {
            await SessionTests.ChangeAsync(owner, "wrong-" + i, "quiet-copper-lantern");
        }

        Assert.DoesNotContain("hub-summary", await SessionTests.ChangeAsync(owner, IdentityHub.Password, "quiet-copper-lantern"), StringComparison.Ordinal);
        Assert.Equal((4, null), await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).Select(p => ValueTuple.Create(p.AccessFailedCount, p.LockoutEnd)).SingleAsync()));
    }

    [Fact]
    public async Task Whoever_is_asked_for_one_password_is_computed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var counted = new CountingHasher();
        await using var scope = hub.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        people.PasswordHasher = counted;
        var signIn = ActivatorUtilities.CreateInstance<PasswordSignIn>(scope.ServiceProvider, people);

        async Task<int> CostAsync(string email, string password)
        {
            var before = counted.Computed;
            Assert.Equal("sign_in.refused", (await signIn.TryAsync(email, password, CancellationToken.None)).Error?.Code);
            return counted.Computed - before;
        }

        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == "partner@diskworks.example").ExecuteUpdateAsync(set => set.SetProperty(p => p.SuspendedAt, DateTimeOffset.UnixEpoch)));
        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == "clerk@hub.example").ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, DateTimeOffset.UnixEpoch.AddYears(200))));
        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == "admin@hub.example").ExecuteUpdateAsync(set => set.SetProperty(p => p.PasswordHash, (string?)null)));
        foreach (var (email, password) in new[]
        {
            ("nobody@hub.example", "wrong"), (Boss, "wrong"), ("partner@diskworks.example", IdentityHub.Password), ("clerk@hub.example", IdentityHub.Password), ("admin@hub.example", IdentityHub.Password),
        })
        {
            Assert.Equal((email, 1), (email, await CostAsync(email, password)));
        }
    }

    private sealed class CountingHasher : IPasswordHasher<Person>
    {
        private readonly PasswordHasher<Person> real = new();

        public int Computed { get; private set; }

        public string HashPassword(Person user, string password)
        {
            Computed++;
            return real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
        {
            Computed++;
            return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
