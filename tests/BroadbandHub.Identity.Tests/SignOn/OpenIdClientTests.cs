using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>A client that others wrote and that was certified: npm openid-client.</summary>
public sealed class OpenIdClientTests
{
    private static readonly string Folder = typeof(OpenIdClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OpenIdClient").Value!;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_independent_client_signs_on_refreshes_revokes_and_signs_out(Engine engine)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "openid-client")), "No openid-client: npm was missing or offline when the tests were built.");
        await using var database = await TestDatabase.CreateAsync(engine);
        var address = FreeAddress();
        await using var hub = await IdentityHub.StartAsync(database, settings: new() { ["Hub:PublicUrl"] = address });
        var disk = await DiskClient.CreateAsync(hub, "disk");
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);

        var seen = await RunAsync(address, disk, browser);

        Assert.Equal(
            [
                "name Wang Fang", "enterprise Acme Trading", "userinfo boss@acme.example", "active true", "rotated true", "revoked invalid_grant",
                "reused invalid_grant", "family invalid_grant", "program bearer", $"left {DiskClient.AfterSignOut}?state=bye",
            ],
            seen);
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/account/password"));
    }

    private static async Task<List<string>> RunAsync(string address, DiskClient disk, BrowserSession browser)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
        {
            Path.Combine(Folder, "client.mjs"), address, disk.Credential.ClientId, disk.Credential.ClientSecret, DiskClient.Redirect, DiskClient.AfterSignOut, Folder.TrimEnd('/'),
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var client = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (seen, complaints) = (new List<string>(), client.StandardError.ReadToEndAsync(patience.Token));
        while (await client.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("browse ", StringComparison.Ordinal))
            {
                seen.Add(line);
                continue;
            }

            using var answer = await browser.Http.GetAsync(line["browse ".Length..]);
            Assert.True(answer.Headers.Location is not null, await answer.Content.ReadAsStringAsync());
            await client.StandardInput.WriteLineAsync(answer.Headers.Location.ToString());
        }

        await client.WaitForExitAsync(patience.Token);
        Assert.True(client.ExitCode == 0, await complaints);
        return seen;
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
    }
}
