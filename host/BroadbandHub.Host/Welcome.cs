using BroadbandHub.Identity.Contracts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BroadbandHub.Host;

/// <summary>Seeds the demo in Development and tells the person at the terminal where to go.</summary>
internal static class Welcome
{
    public static async Task SeedAndPrintAsync(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            await using var scope = app.Services.CreateAsyncScope();
            foreach (var seed in scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(s => s.Order))
            {
                await seed.SeedAsync(app.Lifetime.ApplicationStopping);
            }
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine();
        Console.WriteLine($"  BroadbandHub is at {string.Join(", ", addresses)}");
        Console.WriteLine($"  Data: {app.Services.GetRequiredService<HubPaths>().Data}");
        foreach (var line in app.Services.GetServices<IDemoNote>().SelectMany(n => n.Lines))
        {
            Console.WriteLine($"  {line}");
        }

        Console.WriteLine();
    }
}
