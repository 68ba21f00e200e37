using BroadbandHub.Sdk;

namespace App.NetworkDisk;

/// <summary>
/// Tells the application how its partner stands with the operator. What throws here comes again; the application keeps the latest by <c>since</c>, so a notice
/// that comes twice or late does no harm.
/// </summary>
internal sealed class PartnerNotices(NetworkDiskOptions options, NetworkDiskClient client)
    : IEventHandler<PartnerSuspended>, IEventHandler<PartnerResumed>, IEventHandler<PartnerLeft>
{
    public Task HandleAsync(PartnerSuspended happened, Delivery delivery, CancellationToken cancellationToken) =>
        TellAsync(happened.ApplicationKeys, "suspended", happened.Reason, happened.OccurredAt, cancellationToken);

    public Task HandleAsync(PartnerResumed happened, Delivery delivery, CancellationToken cancellationToken) =>
        TellAsync(happened.ApplicationKeys, "active", null, happened.OccurredAt, cancellationToken);

    public Task HandleAsync(PartnerLeft happened, Delivery delivery, CancellationToken cancellationToken) =>
        TellAsync(happened.ApplicationKeys, "left", null, happened.OccurredAt, cancellationToken);

    private Task TellAsync(IReadOnlyList<string> applications, string state, string? reason, DateTimeOffset since, CancellationToken cancellationToken) =>
        options.BaseAddress is not null && applications.Contains(NetworkDiskApplication.Key)
            ? client.TellOfPartnerAsync(state, reason, since, cancellationToken)
            : Task.CompletedTask;
}
