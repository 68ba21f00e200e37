using System.Collections.Concurrent;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Customers;

/// <summary>An inbox that keeps what was asked, and decides when a test says so: in a unit of work with the effect, as the real one does.</summary>
internal sealed class TestApprovals(TimeProvider clock) : IApprovals
{
    public ConcurrentDictionary<string, ApprovalRequest> Open { get; } = new(StringComparer.Ordinal);

    public Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        Open[request.Subject] = request;
        return Task.FromResult<Outcome<TaskId>>(TaskId.New(clock));
    }

    public Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken) => Task.FromResult<TaskId?>(null);

    public Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken)
    {
        Open.TryRemove(subject, out _);
        return Task.CompletedTask;
    }

    public async Task<HubError?> DecideAsync(IdentityHub hub, string subject, ApprovalVerdict verdict, string? comment = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var effect = scope.ServiceProvider.GetServices<IApprovalEffect>().Single(e => e.Kind == "identity.proposal");
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            () => effect.DecideAsync(new(TaskId.New(clock), subject, verdict, PersonId.New(clock), comment), TestContext.Current.CancellationToken), refused => refused is null, TestContext.Current.CancellationToken);
    }
}
