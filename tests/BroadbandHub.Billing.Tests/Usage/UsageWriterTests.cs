using System.Data.Common;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Usage;

public sealed class UsageWriterTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_accepted_event_is_in_the_ledger_when_it_is_answered(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        Assert.Equal(["Accepted", "Accepted"], await hub.ReportAsync(hub.Event("a", "1.5"), hub.Event("b", "\"0.25\"")));
        var line = await hub.ReadAsync(db => db.LineKeys.SingleAsync());
        Assert.Equal((1, 750_000_000_000, 2L, 18L, 1), (line.QuantityUnits, line.QuantityFraction, line.Events, line.Posted, line.Revision));
        var transfer = await hub.ReadAsync(db => db.Transfers.SingleAsync());
        Assert.Equal((18L, 1, new DateOnly(2026, 10, 20)), (transfer.Amount, transfer.LineKeyRevision, transfer.AccountingOn));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_event_again_is_a_duplicate_and_other_content_is_a_conflict(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await hub.ReportAsync(hub.Event("a", "1"));
        Assert.Equal(["Duplicate", "Accepted", "Duplicate", "usage.id_conflict"], await hub.ReportAsync(hub.Event("a", "1.0"), hub.Event("b", "2"), hub.Event("b", "2"), hub.Event("b", "3")));
        Assert.Equal(["usage.id_conflict", "Duplicate"], await hub.ReportAsync(hub.Event("a", "7"), hub.Event("a", "1")));
        Assert.Equal(30, (await hub.ReadAsync(db => db.LineKeys.SingleAsync())).Posted);
        Assert.Equal(0, await hub.ReadAsync(db => db.RejectedUsage.CountAsync()));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Each_fault_has_its_code_and_is_kept(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        var stranger = await hub.SubscribeAsync(BillingHub.Plan(hub, BillingHub.PerGb(1)), BillingHub.At("2026-10-01T00:00:00Z"), "mail");
        var answers = await hub.ReportAsync(
            hub.Event("1", "-1"),
            hub.Event("2", "0.0000000000001"),
            hub.Event("3", "1e12"),
            hub.Event("4", "1", "2026-09-30T15:59:59Z"),
            hub.Event("5", "1", "2026-10-20T04:05:01Z"),
            hub.Event("6", "1", "2026-07-01T00:00:00Z"),
            hub.Event("7", "1", meter: "nothing"),
            hub.Event("8", "0.5", meter: "calls"),
            hub.Event("9", "1", subscription: stranger),
            hub.Event("10", "1", "2026-10-10T12:00:00"),
            hub.Event("", "1"),
            "17",
            "{\"id\":\"12\"}",
            hub.Event("13", "1", "2026-10-20T04:05:00Z"),
            hub.Event("14", "3", meter: "free"));
        Assert.Equal(
            [
                "usage.bad_quantity", "usage.bad_quantity", "usage.bad_quantity", "usage.not_active", "usage.in_the_future", "usage.too_old", "usage.unknown_meter",
                "usage.bad_quantity", "usage.unknown_subscription", "usage.bad_time", "usage.bad_id", "usage.bad_event", "usage.unknown_subscription", "Accepted", "Accepted",
            ],
            answers);
        Assert.Equal(13, await hub.ReadAsync(db => db.RejectedUsage.CountAsync()));
        Assert.Equal(UnbilledReason.NotPriced, await hub.ReadAsync(db => db.UsageEvents.Where(e => e.EventId == "14").Select(e => e.Unbilled).SingleAsync()));
    }

    [Fact]
    public async Task Escapes_in_the_json_mean_the_characters_they_stand_for()
    {
        await using var hub = await BillingHub.CreateAsync(Engine.Sqlite);
        var plain = hub.Event("a", "1", "2026-10-10T12:00:00+08:00");
        Assert.Equal(["Accepted"], await hub.ReportAsync(plain));
        Assert.Equal(["Duplicate"], await hub.ReportAsync(plain.Replace("+", "\\u002B", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_rejected_event_can_be_sent_again_when_its_reason_is_gone(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        Assert.Equal(["usage.unknown_meter"], await hub.ReportAsync(hub.Event("a", "1", meter: "new")));
        Assert.Equal(["usage.unknown_meter"], await hub.ReportAsync(hub.Event("a", "1", meter: "new")));
        Assert.Equal(2, await hub.ReadAsync(db => db.RejectedUsage.Select(r => r.Attempts).SingleAsync()));
        hub.Catalog.Meters[BillingHub.Application]["new"] = new(BillingHub.Application, "new", "x", 0, new("x", "x"));
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["Accepted"], await hub.ReportAsync(hub.Event("a", "1", meter: "new")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_accepted_event_stays_a_duplicate_when_its_time_has_left_the_window(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await hub.ReportAsync(hub.Event("a", "1"));
        hub.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(["Duplicate", "usage.too_old", "usage.id_conflict"], await hub.ReportAsync(hub.Event("a", "1"), hub.Event("b", "1"), hub.Event("a", "2")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_batch_sent_ten_times_at_once_charges_once(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        var intake = hub.Services.GetRequiredService<UsageIntake>();
        await intake.StartAsync(TestContext.Current.CancellationToken);
        var events = Enumerable.Range(0, 700).Select(i => hub.Event($"e{i}", "1")).ToArray();
        var batches = Enumerable.Range(0, 10).Select(_ => BillingHub.Batch(events)).ToArray();
        Assert.All(batches, b => Assert.True(intake.TrySubmit(b)));
        var answers = await Task.WhenAll(batches.Select(b => b.Answer));
        await intake.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(700, answers.Sum(a => a.Count(v => v.Status == UsageStatus.Accepted)));
        Assert.Equal(6300, answers.Sum(a => a.Count(v => v.Status == UsageStatus.Duplicate)));
        Assert.Equal(7000, (await hub.ReadAsync(db => db.LineKeys.SingleAsync())).Posted);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Two_writers_at_once_lose_nothing_and_count_nothing_twice(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine, BillingHub.PerGb(0.001m), new PerUnit("c", new("c", "c"), "standard", "calls", 0.01m, 0));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < 15; round++)
            {
                // Every event is sent by two of the writers.
                await hub.ReportAsync([.. Enumerable.Range(0, 20).Select(i => hub.Event($"{writer / 2}-{round}-{i}", "1", meter: i % 2 == 0 ? "gb" : "calls"))]);
            }
        })));
        var lines = await hub.ReadAsync(db => db.LineKeys.OrderBy(l => l.ComponentKey).ToListAsync());
        Assert.Equal([300L, 300L], lines.Select(l => l.Events));
        Assert.Equal([300L, 30L], lines.Select(l => l.Posted));
        Assert.Equal(600, await hub.ReadAsync(db => db.UsageEvents.CountAsync()));
        Assert.Equal(330, (await hub.ReadAsync(db => db.Transfers.ToListAsync())).Sum(t => t.Amount));
    }

    [Fact]
    public async Task A_deadlock_is_waited_out_in_real_time_and_the_group_written_again()
    {
        await using var hub = await BillingHub.CreateAsync(Engine.Sqlite);
        var database = new BusyDatabase(hub.Services.GetRequiredService<IHubDatabase>(), busy: 3);
        var writer = ActivatorUtilities.CreateInstance<UsageWriter>(hub.Services, database);
        var verdicts = await writer.WriteAsync([BillingHub.Batch([hub.Event("a", "1")])], TestContext.Current.CancellationToken);
        Assert.Equal(UsageStatus.Accepted, verdicts.Single().Single().Status);
        Assert.Equal(4, database.Opened);
    }

    /// <summary>Refuses the first connections as a database does that another writer has locked.</summary>
    private sealed class BusyDatabase(IHubDatabase inner, int busy) : IHubDatabase
    {
        private const int SqliteBusy = 5;

        public int Opened { get; private set; }

        public DatabaseProvider Provider => inner.Provider;

        public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
            ++Opened > busy ? inner.OpenAsync(cancellationToken) : throw new SqliteException("database is locked", SqliteBusy);

        public Task<IDisposable> EnterWriteAsync(CancellationToken cancellationToken) => inner.EnterWriteAsync(cancellationToken);

        public DbContextOptions OptionsFor(Type contextType, string historyTable, IServiceProvider? internalServices) => inner.OptionsFor(contextType, historyTable, internalServices);

        public ValueTask EndAsync(DbContext context) => inner.EndAsync(context);

        public IServiceProvider CreateInternalServices() => inner.CreateInternalServices();

        public Task MigrateAsync(DbContext context, CancellationToken cancellationToken) => inner.MigrateAsync(context, cancellationToken);
    }
}
