using System.Net;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Demo;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Setup;

public sealed class AdministratorTests
{
    private const string Email = "li.na@operator.test";
    private const string Password = "three words in a row";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_first_administrator_chooses_a_password_with_the_link_and_gets_in(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, demo: false);
        var made = (await hub.Services.CreateAdministratorAsync(Email, "Li Na", null)).Value;
        using var browser = new BrowserSession(hub);

        Assert.True(made.IsNew);
        Assert.Contains("has expired", await browser.SubmitAsync("/" + made.PasswordLink + "x", "set-password", new() { ["Form.Wanted"] = Password, ["Form.Again"] = Password }), StringComparison.Ordinal);
        Assert.Equal("/sign-in?password=set", await browser.SubmitAsync("/" + made.PasswordLink, "set-password", new() { ["Form.Wanted"] = Password, ["Form.Again"] = Password }));
        Assert.Contains("has expired", await browser.SubmitAsync("/" + made.PasswordLink, "set-password", new() { ["Form.Wanted"] = "another one or two", ["Form.Again"] = "another one or two" }), StringComparison.Ordinal);
        Assert.Equal("/console", await browser.SignInAsync(Email, Password));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/console/people"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task One_who_is_locked_out_and_suspended_is_let_in_again_and_older_links_and_sessions_are_dead(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, demo: false);
        var first = (await hub.Services.CreateAdministratorAsync(Email, "Li Na", Password)).Value;
        using var browser = new BrowserSession(hub);
        Assert.Equal("/console", await browser.SignInAsync(Email, Password));
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IdentityDb>().People.ExecuteUpdateAsync(
                p => p.SetProperty(x => x.SuspendedAt, DateTimeOffset.UnixEpoch).SetProperty(x => x.LockoutEnd, DateTimeOffset.UnixEpoch.AddYears(200)));
        }

        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/console"));
        Assert.Contains("do not match", await browser.SignInAsync(Email, Password), StringComparison.Ordinal);
        var older = (await hub.Services.CreateAdministratorAsync(Email.ToUpperInvariant(), null, null)).Value;
        var newer = (await hub.Services.CreateAdministratorAsync(Email, null, null)).Value;
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Wanted"] = "the second password", ["Form.Again"] = "the second password" };

        Assert.Equal((first.Id, false), (newer.Id, newer.IsNew));
        Assert.Contains("has expired", await browser.SubmitAsync("/" + older.PasswordLink, "set-password", typed), StringComparison.Ordinal);
        Assert.Equal("/sign-in?password=set", await browser.SubmitAsync("/" + newer.PasswordLink, "set-password", typed));
        Assert.Equal("/console", await browser.SignInAsync(Email, "the second password"));
    }

    [Theory]
    [InlineData("nobody", null, null, "person.email_wrong")]
    [InlineData("a b@operator.test", null, null, "person.email_wrong")]
    [InlineData(Email, null, "short", "password.too_weak")]
    [InlineData(Email, null, "", "password.too_weak")]
    [InlineData("boss@acme.example", null, null, "person.other_organisation")]
    public async Task What_cannot_be_is_refused_and_nobody_is_made(string email, string? name, string? password, string code)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);

        Assert.Equal(code, (await hub.Services.CreateAdministratorAsync(email, name, password)).Error?.Code);
        await using var scope = hub.Services.CreateAsyncScope();
        Assert.Equal(DemoData.Accounts.Length, await scope.ServiceProvider.GetRequiredService<IdentityDb>().People.CountAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_demonstration_stays_out_of_a_database_that_people_work_with(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, demo: false);
        await hub.Services.CreateAdministratorAsync(Email, "Li Na", Password);

        await hub.Services.SeedDemoAsync(hub.DataFolder, TestContext.Current.CancellationToken);

        await using var scope = hub.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        Assert.Equal(Email, (await db.People.SingleAsync()).Email);
        Assert.Equal((0, 0), (await db.Enterprises.CountAsync(), await db.Credentials.CountAsync()));
    }

    [Theory]
    [InlineData(null, true, true, true)]
    [InlineData(null, true, false, false)]
    [InlineData(null, false, true, false)]
    [InlineData("true", true, false, true)]
    [InlineData("false", true, true, false)]
    [InlineData("false", false, true, false)]
    public void The_demonstration_is_asked_for_unless_the_hub_made_its_own_database_in_development(string? setting, bool development, bool ownDatabase, bool on) =>
        Assert.Equal(on, DemoSwitch.Decide(With(setting), development, ownDatabase));

    [Fact]
    public void The_demonstration_cannot_be_asked_for_outside_development() =>
        Assert.Throws<InvalidOperationException>(() => DemoSwitch.Decide(With("true"), isDevelopment: false, isOwnDatabase: true));

    private static IConfiguration With(string? setting) => new ConfigurationBuilder().AddInMemoryCollection([new(DemoSwitch.Setting, setting)]).Build();
}
