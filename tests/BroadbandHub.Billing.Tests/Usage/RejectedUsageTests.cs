using BroadbandHub.Billing.Tests.Bills;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Billing.Tests.Bills.BillingWorld;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Usage;

public sealed class RejectedUsageTests
{
    [Fact]
    public async Task An_application_needs_the_usage_scope_to_see_and_replay_its_rejected_usage()
    {
        await using var world = await StartAsync();
        var acme = await world.SubscribeAsync("Acme", PerGb(1m));
        await world.ReportAsync(Event(acme, "early", "1", "2026-09-01T00:00:00Z"));
        (world.User.ApplicationKey, var list, var replay) = ("disk", new ListRejected.Query(null, null, null, 10), new ReplayRejected.Query(new(null, null)));
        world.User.Scopes.Add("catalog.meters");

        Assert.Equal((ErrorKind.Forbidden, "usage.scope_missing"), await ErrorAsync(world.SendAsync(list)));
        Assert.Equal((ErrorKind.Forbidden, "usage.scope_missing"), await ErrorAsync(world.SendAsync(replay)));

        world.User.Scopes.Add(BillingPermissions.ReportUsage);
        Assert.Equal("early", Assert.Single(Ok(await world.SendAsync(list)).Items).Id);
        Assert.Equal(new ReplayRejected.Result(0, 1), Ok(await world.SendAsync(replay)));
        Assert.Equal((ErrorKind.NotFound, "usage.unknown_application"), await ErrorAsync(world.SendAsync(list with { Application = "mail" })));
    }

    [Fact]
    public async Task A_writer_that_fails_is_an_answer_of_the_replay_too()
    {
        var broken = new BrokenWriter();
        await using var world = await StartAsync(broken);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m));
        await world.ReportAsync(Event(acme, "early", "1", "2026-09-01T00:00:00Z"));

        broken.Failure = new IOException("The database went away.");
        Assert.Equal((ErrorKind.Unavailable, "usage.unavailable"), await ErrorAsync(world.SendAsync(new ReplayRejected.Query(new(null, null)))));
        broken.Failure = null;
        Assert.Equal(new ReplayRejected.Result(0, 1), Ok(await world.SendAsync(new ReplayRejected.Query(new(null, null)))));
    }

    private static async Task<BillingWorld> StartAsync(BrokenWriter? writer = null)
    {
        var world = await CreateAsync(Engine.Sqlite, s =>
        {
            if (writer is not null)
            {
                s.AddSingleton<UsageWriter>();
                s.AddSingleton<IUsageWriter>(p =>
                {
                    writer.Real = p.GetRequiredService<UsageWriter>();
                    return writer;
                });
            }
        });
        await world.Services.GetRequiredService<UsageIntake>().StartAsync(TestContext.Current.CancellationToken);
        return world;
    }

    private static async Task<(ErrorKind?, string?)> ErrorAsync<T>(Task<Outcome<T>> sent) => (await sent).Error is var error ? (error?.Kind, error?.Code) : default;

    private sealed class BrokenWriter : IUsageWriter
    {
        public UsageWriter? Real { get; set; }

        public Exception? Failure { get; set; }

        public Task<UsageVerdict[][]> WriteAsync(IReadOnlyList<UsageBatch> group, CancellationToken cancellationToken) =>
            Failure is { } failure ? Task.FromException<UsageVerdict[][]>(failure) : Real!.WriteAsync(group, cancellationToken);
    }
}
