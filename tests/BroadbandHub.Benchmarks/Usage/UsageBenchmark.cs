using System.Text.Json.Nodes;
using BroadbandHub.EndToEnd.Tests;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Benchmarks.Usage;

/// <summary>
/// Usage events a second from HTTP until the ledger's totals are right: the answer comes after the commit that holds event, line key, transfer and balance.
/// Beside it, in the same run, what the database takes of the same rows alone.
/// </summary>
internal static class UsageBenchmark
{
    public static async Task RunAsync(Engine engine, int events, int clients)
    {
        await using var hub = await HubProcess.StartAsync(engine);
        using var api = await HubApi.AsOperatorAsync(hub);
        var (subscription, clientId, secret) = await api.SellAsync(
        [
            Component("storage.gb-hours", 0.0004m), Component("traffic.gb", 0.0125m), Component("requests", 0.0000004m),
        ]);
        using var application = await HubApi.AsAsync(hub.Address, clientId, secret, "billing.usage");
        var token = application.Http.DefaultRequestHeaders.Authorization!;
        var load = new UsageLoad(subscription);
        var bodies = Enumerable.Range(0, events / UsageLoad.BatchSize).Select(b => load.Body("run", b * UsageLoad.BatchSize)).ToList();
        await UsageLoad.PostAsync(hub.Address, token, [.. Enumerable.Range(0, 20).Select(b => load.Body("warm", b * UsageLoad.BatchSize))], clients);

        var limits = new List<double> { await InsertLimit.EventsPerSecondAsync(hub.Database, load, events / 2, 1000) };
        var (took, stages) = await UsageLoad.PostAsync(hub.Address, token, bodies, clients);
        limits.Add(await InsertLimit.EventsPerSecondAsync(hub.Database, load, events / 2, 1000));
        var together = await InsertLimit.EventsPerSecondAsync(hub.Database, load, events / 2, 1000 * clients);
        var rate = events / took.TotalSeconds;

        Console.WriteLine($"{engine}");
        Console.WriteLine($"  HTTP to ledger, durable   {rate,10:N0} events/s   ({took.TotalSeconds:F1} s)");
        Console.WriteLine($"  INSERT alone, 1,000 rows a commit {string.Join(" and ", limits.Select(l => l.ToString("N0")))} rows/s; {1000 * clients:N0} a commit {together:N0} rows/s");
        Console.WriteLine($"  ratio {rate / limits.Average():P0} of the limit with the same batches, {rate / together:P0} of the one with as many rows a commit as clients give");
        var written = stages.Where(s => s.Key is not ("parse" or "queue-and-write")).ToList();
        Console.WriteLine($"  a group's time: {string.Join(", ", written.OrderByDescending(s => s.Value).Select(s => $"{s.Key} {s.Value / written.Sum(w => w.Value):P0}"))}; "
            + $"parsing beside it {stages["parse"] / (events / UsageLoad.BatchSize):F1} ms a batch, answered after {stages["queue-and-write"] / (events / UsageLoad.BatchSize):F0} ms");

        var check = await api.GetAsync("/billing/v1/ledger/check");
        Console.WriteLine($"  the books afterwards: ok = {check["ok"]}, {check["usageEvents"]} events, {check["transfers"]} transfers, {check["lineKeys"]} lines");
        if (!(bool)check["ok"]!)
        {
            throw new InvalidOperationException(check.ToJsonString());
        }
    }

    private static object Component(string meter, decimal price) =>
        new { type = "perUnit", key = meter, name = new { en = meter, zh = meter }, taxCategory = "standard", meter, unitPrice = price };
}
