using BroadbandHub.Benchmarks.Usage;
using BroadbandHub.TestSupport;

// dotnet run -c Release --project tests/BroadbandHub.Benchmarks -- usage [events] [clients]
// SQLite always; MariaDB when HUB_TEST_MYSQL names one (tests/mariadb.sh start DIR).
if (args is not ["usage", ..])
{
    Console.Error.WriteLine("usage: BroadbandHub.Benchmarks usage [events] [clients]");
    return 2;
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
