using BroadbandHub.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BroadbandHub.Host;

/// <summary>Seeds the demo in Development (which prints its sign-ins) and tells the person at the terminal where to go.</summary>
internal static class Welcome
{
    public static async Task SeedAndPrintAsync(WebApplication app)
    {
        var paths = app.Services.GetRequiredService<HubPaths>();
        if (app.Environment.IsDevelopment())
        {
            await app.Services.SeedDemoAsync(paths.Data, app.Lifetime.ApplicationStopping);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        app.Logger.LogInformation("BroadbandHub is at {Addresses}; its data is in {Data}", string.Join(", ", addresses), paths.Data);
    }
}
