using NetworkDisk.Journal;

namespace NetworkDisk.Usage;

/// <summary>Reports on demand, and shows what was measured and what the hub said to it.</summary>
internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/report", (UsageReporter reporter, CancellationToken cancellationToken) => reporter.ReportAsync(cancellationToken));
        routes.MapGet("/usage", (Disk disk) => new
        {
            items = disk.Read(d => d.Usage.Select(u => new
            {
                id = u.Event.Id,
                subscription = u.Event.Subscription,
                meter = u.Event.Meter,
                quantity = u.Event.Quantity,
                time = u.Event.Time,
                status = u.Answer?.Status ?? "kept",
                code = u.Answer?.Code,
            }).ToList()),
        });
    }
}
