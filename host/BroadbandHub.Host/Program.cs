using BroadbandHub.Host;
using BroadbandHub.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddHub(HubPaths.Find(builder.Configuration, builder.Environment.ContentRootPath));

var app = builder.Build();
await app.Services.MigrateAsync(app.Lifetime.ApplicationStopping);
app.UseHub();
await app.StartAsync();
await Welcome.SeedAndPrintAsync(app);
await app.WaitForShutdownAsync();
