using BroadbandHub.Host;
using BroadbandHub.Identity;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage;

var (command, settings, wrong) = HubCommand.Parse(args);
if (wrong is not null)
{
    await Console.Error.WriteLineAsync($"{wrong}\n\n{HubCommand.Usage}");
    return 2;
}

var builder = WebApplication.CreateBuilder(settings);
if (command is not null)
{
    // The answer is what the reader wants to see.
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
}

var paths = HubPaths.Find(builder.Configuration, builder.Environment.ContentRootPath);
builder.AddHub(paths);

var app = builder.Build();
await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
try
{
    await app.Services.PrepareKeysAsync(app.Lifetime.ApplicationStopping);
}
catch (KeyProtectionException unreadable)
{
    await Console.Error.WriteLineAsync(unreadable.Message);
    return 1;
}

if (command is not null)
{
    return await command.RunAsync(app, Console.In, Console.Out, Console.Error);
}

if (DemoSwitch.IsOn(app.Configuration))
{
    await app.Services.SeedDemoAsync(paths.Data, app.Lifetime.ApplicationStopping);
}

await app.Services.LookForAdministratorAsync(app.Lifetime.ApplicationStopping);
app.UseHub();
await app.StartAsync();
app.Logger.LogInformation("BroadbandHub is at {Addresses}; its data is in {Data}", string.Join(", ", app.Urls), paths.Data);
await app.WaitForShutdownAsync();
return 0;
