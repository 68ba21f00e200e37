using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Journal;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Bills;

/// <summary>Billing on a real database, with a catalogue and enterprises that the test makes up. It is the second of November 2026 in Shanghai.</summary>
internal sealed class BillingWorld : IAsyncDisposable
{
    public const int October = 202610;
    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private BillingWorld(TestDatabase database, ServiceProvider services, MovableClock clock, SomeCatalog catalog)
    {
        this.database = database;
        this.services = services;
        Clock = clock;
        Catalog = catalog;
    }

    public MovableClock Clock { get; }

    public SomeCatalog Catalog { get; }

    public required SomeUser User { get; init; }

    public SomeInbox Inbox => services.GetRequiredService<SomeInbox>();

    public RunWorker Worker => services.GetRequiredService<RunWorker>();

    public IServiceProvider Services => services;

    public static async Task<BillingWorld> CreateAsync(Engine engine, Action<IServiceCollection>? change = null)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var clock = new MovableClock(new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero));
        var catalog = new SomeCatalog();
        var user = new SomeUser();
        var services = await database.CreateServicesAsync(
            (s, configuration) =>
            {
                s.AddBilling(configuration);
                s.AddSingleton<ICatalog>(catalog);
                s.AddSingleton<ITaxRates>(catalog);
                s.AddSingleton<IOrganisations>(catalog);
                s.AddSingleton<ICurrentUser>(user);
                s.AddSingleton<SomeInbox>().AddSingleton<IApprovals>(p => p.GetRequiredService<SomeInbox>());
                change?.Invoke(s);
            },
            clock);
        return new(database, services, clock, catalog) { User = user };
    }

    /// <summary>A new enterprise with one subscription from the first of October.</summary>
    public Task<Subscriber> SubscribeAsync(string name, params PriceComponent[] components) => SubscribeFromAsync("2026-10-01T00:00:00+08:00", name, components);

    public async Task<Subscriber> SubscribeFromAsync(string start, string name, params PriceComponent[] components)
    {
        var (enterprise, product, plan) = Catalog.Sell(name, components, Clock);
        var subscription = SubscriptionId.New(Clock);
        await InScopeAsync(s => s.GetRequiredService<IMediator>().Publish(
            new ServiceStarted(subscription, enterprise, product, plan.Id, "disk", BillingHub.At(start))));
        return new(subscription, enterprise, OpenSegment.AccountOf(enterprise, plan.CurrencyCode), plan);
    }

    /// <summary>Adds usage to a component's line of a month, or says its sum anew, and posts the difference.</summary>
    public Task UseAsync(Subscriber who, string component, decimal quantity, int month = October, bool replaces = false) => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<BillingDb>();
        await s.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
                var segment = (await SegmentFacts.ReadAsync(
                    s.GetRequiredService<BillingSql>(), transaction, $"SubscriptionId = {BillingSql.Literal(who.Subscription.Value)}", default))[0];
                var span = segment.Calendar.Month(month);
                var (from, to) = segment.UsageDays(span);
                var change = new LineChange(segment.Line(who.Plan, who.Plan.Components.Single(c => c.Key == component), span), from, to)
                {
                    Replaces = replaces,
                    Units = (long)decimal.Truncate(quantity),
                    Fractions = (long)((quantity - decimal.Truncate(quantity)) * Quantity.FractionsPerUnit),
                    Events = 1,
                };
                var now = Clock.GetUtcNow();
                await s.GetRequiredService<LinePosting>().ApplyAsync(
                    transaction, [change], DateOnly.FromDateTime(now.UtcDateTime.AddHours(8)), Instants.ToMicros(now), default);
                return true;
            },
            _ => true,
            default);
    });

    /// <summary>Reports events of the application as the collection interface does; answers the statuses or codes.</summary>
    public async Task<string[]> ReportAsync(params string[] events)
    {
        var verdicts = await services.GetRequiredService<IUsageWriter>().WriteAsync([BillingHub.Batch(events)], default);
        return [.. verdicts[0].Select(v => v.Code ?? v.Status.ToString())];
    }

    public static string Event(Subscriber who, string id, string quantity, string time = "2026-10-10T12:00:00Z", string meter = "storage") =>
        $$"""{"id":"{{id}}","subscription":"{{who.Subscription}}","meter":"{{meter}}","quantity":{{quantity}},"time":"{{time}}"}""";

    public Task<Outcome<RunView>> PreviewAsync(string month = "2026-10") => WithAsync(
        s => CreateRun.PerformAsync(s.GetRequiredService<IMediator>(), Worker, month, default));

    public Task<Outcome<RunView>> ApproveAsync(BillRunId id) => SendAsync(new ApproveRun.Command(id));

    public Task<Outcome<RunView>> IssueAsync(BillRunId id) => WithAsync(
        s => IssueRun.PerformAsync(s.GetRequiredService<IMediator>(), Worker, id, default));

    public async Task<RunView> BillAsync(string month = "2026-10")
    {
        var run = Ok(await PreviewAsync(month));
        Ok(await ApproveAsync(run.Id));
        return Ok(await IssueAsync(run.Id));
    }

    public Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => WithAsync(s => s.GetRequiredService<IMediator>().Send(request));

    /// <summary>What a ledger account's debits are above its credits, in minor units; 0 when there is no such account.</summary>
    public Task<long> BalanceAsync(LedgerAccountKey key) => QueryAsync(async db =>
        await db.LedgerAccounts.Where(a => a.Id == key.Id()).Select(a => a.DebitsPosted - a.CreditsPosted).SingleOrDefaultAsync());

    public Task<string> JournalAsync(JournalFormat format, DateOnly? from = null) => WithAsync(async s =>
    {
        await using var writer = new StringWriter { NewLine = "\n" };
        await s.GetRequiredService<LedgerJournal>().WriteAsync(writer, format, from, null, default);
        return writer.ToString();
    });

    public Task<T> QueryAsync<T>(Func<BillingDb, Task<T>> query) => WithAsync(s => query(s.GetRequiredService<BillingDb>()));

    public Task<List<Bill>> BillsAsync() => QueryAsync(db => db.Bills.AsNoTracking().OrderBy(b => b.Number).ToListAsync());

    public Task<List<BillLine>> LinesAsync(BillId bill) => QueryAsync(db => db.BillLines.AsNoTracking().Where(l => l.BillId == bill).OrderBy(l => l.Ordinal).ToListAsync());

    public Task InScopeAsync(Func<IServiceProvider, Task> work) => WithAsync(async s =>
    {
        await work(s);
        return true;
    });

    public static T Ok<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.IsOk, $"{outcome.Error?.Code}: {outcome.Error?.Message}");
        return outcome.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    public async Task<T> WithAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}

internal sealed record Subscriber(SubscriptionId Subscription, EnterpriseId Enterprise, BillingAccountId Account, PlanVersion Plan);

/// <summary>Starts where the test says, runs on like the real one, and can be moved forward.</summary>
internal sealed class MovableClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan offset = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;

    public void MoveTo(DateTimeOffset at) => offset = at - System.GetUtcNow();
}

/// <summary>The operator's script, until the test makes somebody else of it; with an application, a machine that may do what its scopes say.</summary>
internal sealed class SomeUser : ICurrentUser
{
    public PersonId? PersonId { get; set; }

    public string? ClientId => PersonId is null ? "operator-cli" : null;

    public string Name => "Somebody";

    public Audience Audience { get; set; } = Audience.Operator;

    public EnterpriseId? EnterpriseId { get; set; }

    public PartnerId? PartnerId => null;

    public string? ApplicationKey { get; set; }

    public List<string> Scopes { get; } = [];

    public bool Can(string permission) => ApplicationKey is not null ? Scopes.Contains(permission)
        : permission == BillPermissions.ReadOwnBills ? Audience == Audience.Enterprise : Audience == Audience.Operator;
}

/// <summary>What waits for a decision, and what no longer does.</summary>
internal sealed class SomeInbox : IApprovals
{
    public List<ApprovalRequest> Open { get; } = [];

    public Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        Open.Add(request);
        return Task.FromResult<Outcome<TaskId>>(TaskId.New(TimeProvider.System));
    }

    public Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken)
    {
        Open.RemoveAll(r => r.Kind == kind && r.Subject == subject);
        return Task.CompletedTask;
    }
}
