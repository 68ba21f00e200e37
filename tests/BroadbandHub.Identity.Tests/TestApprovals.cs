using System.Collections.Concurrent;
using System.Security.Claims;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests;

/// <summary>Keeps what waits for somebody, and decides it when a test says so. Whoever asked is not looked at: that is the inbox's own business.</summary>
internal sealed class TestApprovals : IApprovals
{
    private readonly ConcurrentDictionary<(string Kind, string Subject), (TaskId Id, ApprovalRequest Request)> open = new();

    public ApprovalRequest Waiting(string kind, string subject) => open[(kind, subject)].Request;

    public bool IsWaiting(string kind, string subject) => open.ContainsKey((kind, subject));

    public Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var id = TaskId.New(TimeProvider.System);
        return Task.FromResult(open.TryAdd((request.Kind, request.Subject), (id, request)) ? id : (Outcome<TaskId>)HubError.Conflict("task.already_open", "It waits already."));
    }

    public Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken) =>
        Task.FromResult(open.TryGetValue((kind, subject), out var found) ? found.Id : (TaskId?)null);

    public Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken)
    {
        open.TryRemove((kind, subject), out _);
        return Task.CompletedTask;
    }

    public async Task<HubError?> DecideAsync(IServiceProvider services, string kind, string subject, bool approve, string? comment = null, string decider = "operator.administrator")
    {
        Assert.True(open.TryRemove((kind, subject), out var found), $"No {kind} waits for {subject}.");
        await using var scope = services.CreateAsyncScope();
        // It is decided in somebody's request, which is also where the hub knows its address from.
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new(new ClaimsIdentity([new("hub_audience", "Operator"), new("role", decider)], "test")), RequestServices = scope.ServiceProvider, Request = { Scheme = "http", Host = new("127.0.0.1", 80) },
        };
        var effect = scope.ServiceProvider.GetServices<IApprovalEffect>().Single(e => e.Kind == kind);
        var decision = new ApprovalDecision(found.Id, subject, approve ? ApprovalVerdict.Approved : ApprovalVerdict.Rejected, PersonId.New(TimeProvider.System), comment);
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => effect.DecideAsync(decision, CancellationToken.None), refused => refused is null, CancellationToken.None);
    }
}
