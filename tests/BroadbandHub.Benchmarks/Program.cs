using BroadbandHub.Benchmarks.Plugins;
using BroadbandHub.Benchmarks.SignOn;
using BroadbandHub.Benchmarks.Usage;
using BroadbandHub.TestSupport;

// dotnet run -c Release --project tests/BroadbandHub.Benchmarks -- usage [events] [clients]
// dotnet run -c Release --project tests/BroadbandHub.Benchmarks -- plugins [rounds]
// dotnet run -c Release --project tests/BroadbandHub.Benchmarks -- sign-on [seconds] [clients]
// Without arguments: all. SQLite always; MariaDB when HUB_TEST_MYSQL names one (tests/mariadb.sh start DIR).
if (args is ["bare-openiddict", var address, var file, var redirect])
{
    await BareServer.RunAsync(address, file, redirect);
    return 0;
}

if (args is not ([] or ["usage", ..] or ["plugins", ..] or ["sign-on", ..]))
{
    Console.Error.WriteLine("usage: BroadbandHub.Benchmarks [usage [events] [clients] | plugins [rounds] | sign-on [seconds] [clients]]");
    return 2;
}

if (args is [] or ["sign-on", ..])
{
    await SignOnBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 15, args.Length > 2 ? int.Parse(args[2]) : 4);
}

if (args is ["sign-on", ..])
{
    return 0;
}

if (args is [] or ["plugins", ..])
{
    await PluginsBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 50);
}

if (args is ["plugins", ..])
{
    return 0;
}

var events = args.Length > 1 ? int.Parse(args[1]) : 200_000;
var clients = args.Length > 2 ? int.Parse(args[2]) : 4;
var engines = Environment.GetEnvironmentVariable("HUB_TEST_MYSQL") is { Length: > 0 } ? new[] { Engine.Sqlite, Engine.MySql } : [Engine.Sqlite];
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {events:N0} events in batches of {UsageLoad.BatchSize:N0} from {clients} clients; clients, host and database share the machine");
foreach (var engine in engines)
{
    await UsageBenchmark.RunAsync(engine, events, clients);
}

return 0;
