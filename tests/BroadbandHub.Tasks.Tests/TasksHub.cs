using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Tasks.Inbox;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Tasks.Tests;

/// <summary>The module on a database of its own, with people and what they decide played.</summary>
internal sealed class TasksHub : IAsyncDisposable
{
    public static readonly User Lin = new("Lin Wei", Audience.Operator, 1);
    public static readonly User Chen = new("Chen Jing", Audience.Operator, 2);
    public static readonly User Guest = new("Guest", Audience.Operator, 3, MayDecide: false);
    public static readonly User Boss = new("Wang Fang", Audience.Enterprise, 4, Enterprise: 0xa1);
    public static readonly User Clerk = new("Li Na", Audience.Enterprise, 5, Enterprise: 0xa1);
    public static readonly User Stranger = new("Sun Tao", Audience.Enterprise, 6, Enterprise: 0xa2);
    public static readonly User LinsMachine = new("script", Audience.Operator, null, Client: "client.of-lin");
    public static readonly User Machine = new("cli", Audience.Operator, null, Client: "operator-cli");

    private readonly TestDatabase database;

    private TasksHub(TestDatabase database, ServiceProvider services, FakeTimeProvider clock, Effect effect) =>
        (this.database, Services, Clock, Effect) = (database, services, clock, effect);

    public ServiceProvider Services { get; }

    public FakeTimeProvider Clock { get; }

    public Effect Effect { get; }

    public static async Task<TasksHub> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        var effect = new Effect();
        var services = await database.CreateServicesAsync(
            (s, configuration) =>
            {
                s.AddTasks(configuration);
                s.AddScoped<WhoAsks>().AddScoped<ICurrentUser>(p => p.GetRequiredService<WhoAsks>().User);
                s.AddSingleton<IPeople, Names>().AddSingleton<IClientOwners, Owners>();
                s.AddSingleton<IApprovalEffect>(effect);
                s.AddSingleton<IApprovalEffect>(new OtherEffect());
                s.AddSingleton(new ApprovalKind("test.partner", new("New partner", "新合作伙伴"), Audience.Operator, "test.decide", new("Admit", "接纳"), new("Turn down", "拒绝")));
                s.AddSingleton(new ApprovalKind("test.seat", new("More seats", "增加席位"), Audience.Enterprise, "test.decide", new("Allow", "同意"), new("Refuse", "驳回")));
            },
            clock);
        return new TasksHub(database, services, clock, effect);
    }

    public async Task<TResult> AsAsync<TService, TResult>(User user, Func<TService, Task<TResult>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WhoAsks>().User = user;
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<Outcome<T>> SendAsync<T>(User user, IRequest<Outcome<T>> request) =>
        AsAsync<IMediator, Outcome<T>>(user, m => m.Send(request, TestContext.Current.CancellationToken));

    public async Task<T> DoAsync<T>(User user, IRequest<Outcome<T>> request)
    {
        var outcome = await SendAsync(user, request);
        Assert.True(outcome.IsOk, outcome.Error?.Message);
        return outcome.Value;
    }

    public Task<Outcome<TaskId>> AskAsync(User user, string subject, string kind = "test.partner", int? enterprise = null, string? requestedBy = null) =>
        AsAsync<IApprovals, Outcome<TaskId>>(user, approvals => approvals.RequestAsync(
            new ApprovalRequest(
                kind, subject, new($"{subject} wants in", $"{subject} 申请加入"), "/console/partners/" + subject, [new(new("Company", "公司"), subject)],
                enterprise is { } id ? new EnterpriseId(User.Guid(id)) : null, RequestedBy: requestedBy),
            TestContext.Current.CancellationToken));

    public Task<IReadOnlyList<HubTask>> RowsAsync() => AsAsync<TasksDb, IReadOnlyList<HubTask>>(
        Lin, async db => await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed class WhoAsks
    {
        public User User { get; set; } = Lin;
    }

    /// <summary>Lin made one of the two programs, the hub itself the other one.</summary>
    private sealed class Owners : IClientOwners
    {
        public Task<PersonId?> FindOwnerAsync(string clientId, CancellationToken cancellationToken) => Task.FromResult(clientId == LinsMachine.ClientId ? Lin.PersonId : null);
    }

    private sealed class Names : IPeople
    {
        public Task<IReadOnlyDictionary<PersonId, string>> FindNamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<PersonId, string>>(
                new[] { Lin, Chen, Guest, Boss, Clerk, Stranger }.Where(u => ids.Contains(u.PersonId!.Value)).ToDictionary(u => u.PersonId!.Value, u => u.Name));
    }
}

internal sealed record User(string Name, Audience Audience, int? Person, bool MayDecide = true, int? Enterprise = null, string? Client = null) : ICurrentUser
{
    public PersonId? PersonId => Person is { } id ? new PersonId(Guid(id)) : null;

    public string? ClientId => Client;

    public EnterpriseId? EnterpriseId => Enterprise is { } id ? new EnterpriseId(Guid(id)) : null;

    public PartnerId? PartnerId => null;

    public string? ApplicationKey => null;

    public bool Can(string permission) => MayDecide && permission == "test.decide";

    public static System.Guid Guid(int number) => new($"01900000-0000-7000-8000-{number:x12}");
}

/// <summary>Notes what was decided, or refuses.</summary>
internal sealed class Effect : IApprovalEffect
{
    public List<ApprovalDecision> Done { get; } = [];

    public HubError? Refusal { get; set; }

    public string Kind => "test.partner";

    public Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        if (Refusal is null)
        {
            lock (Done)
            {
                Done.Add(decision);
            }
        }

        return Task.FromResult(Refusal);
    }
}

internal sealed class OtherEffect : IApprovalEffect
{
    public string Kind => "test.seat";

    public Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) => Task.FromResult<HubError?>(null);
}
