namespace NetworkDisk.Usage;

/// <summary>Reports on its own, every hour unless configured.</summary>
internal sealed class HourlyReport(UsageReporter reporter, DiskOptions options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReportEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await reporter.ReportAsync(stoppingToken);
        }
    }
}
