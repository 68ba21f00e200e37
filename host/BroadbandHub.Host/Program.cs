using BroadbandHub.Host;
using BroadbandHub.Identity;
using BroadbandHub.Storage;

var builder = WebApplication.CreateBuilder(args);
var paths = HubPaths.Find(builder.Configuration, builder.Environment.ContentRootPath);
builder.AddHub(paths);

var app = builder.Build();
await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
await app.Services.PrepareKeysAsync(app.Lifetime.ApplicationStopping);
if (app.Environment.IsDevelopment())
{
    await app.Services.SeedDemoAsync(paths.Data, app.Lifetime.ApplicationStopping);
}

app.UseHub();
await app.StartAsync();
app.Logger.LogInformation("BroadbandHub is at {Addresses}; its data is in {Data}", string.Join(", ", app.Urls), paths.Data);
await app.WaitForShutdownAsync();
