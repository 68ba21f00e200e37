using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NetworkDisk.Usage;

namespace NetworkDisk.Tests;

/// <summary>The application, in a folder of its own, with a hub that tests can take away.</summary>
internal sealed class RunningDisk : IDisposable
{
    public const string Key = "agreed-key";
    private readonly string folder;
    private readonly bool ownsFolder;
    private readonly WebApplicationFactory<Program> application;

    public RunningDisk(RunningDisk? before = null)
    {
        folder = before?.folder ?? Directory.CreateTempSubdirectory("disk-test-").FullName;
        ownsFolder = before is null;
        Hub = before?.Hub ?? new FakeHub();
        application = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.ConfigureLogging(logging => logging.ClearProviders());
            host.UseSetting("Disk:Folder", folder);
            host.UseSetting("Disk:HubKey", Key);
            host.UseSetting("Disk:Clock", "2026-10-01T00:00:00Z");
            host.UseSetting("Hub:Address", "http://hub.example/");
            host.ConfigureServices(services => services.AddHttpClient<HubClient>().ConfigurePrimaryHttpMessageHandler(() => Hub));
        });
        Http = application.CreateClient();
    }

    public HttpClient Http { get; }

    public FakeHub Hub { get; }

    public string JournalFile => Path.Combine(folder, "journal.jsonl");

    public async Task<HttpResponseMessage> OrderAsync(string operation, string subscription, string action = "activate", string key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/provisioning/v1/operations/{operation}");
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Content = JsonContent.Create(new { action, subscription, enterprise = "ent_1", enterpriseName = "Acme", product = "prd_1" });
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task UploadAsync(string subscription, string name, int bytes)
    {
        using var content = new ByteArrayContent(new byte[bytes]);
        using var response = await Http.PutAsync($"/files/{subscription}/{name}", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    public async Task<JsonNode> PostAsync(string path)
    {
        using var response = await Http.PostAsync(path, null, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Ends the program, as a crash would: whoever comes after begins with what is on disk.</summary>
    public RunningDisk Restart()
    {
        Http.Dispose();
        application.Dispose();
        return new RunningDisk(this);
    }

    public void Dispose()
    {
        Http.Dispose();
        application.Dispose();
        if (!ownsFolder || Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>The hub's side of the wire: a token, and one answer per event. Remembers ids as the hub does.</summary>
internal sealed class FakeHub : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, decimal> accepted = new();

    /// <summary>Takes the events in but loses the answer.</summary>
    public bool LosesAnswers { get; set; }

    public bool Away { get; set; }

    public string? RejectsMeter { get; set; }

    public IReadOnlyDictionary<string, decimal> Accepted => accepted;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Away)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "away");
        }

        if (request.RequestUri!.AbsolutePath == "/connect/token")
        {
            return new HttpResponseMessage { Content = JsonContent.Create(new { access_token = "token" }) };
        }

        var events = (await request.Content!.ReadFromJsonAsync<JsonNode>(cancellationToken))!["events"]!.AsArray();
        var results = events.Select(e => new { id = (string)e!["id"]!, status = Judge(e), code = (string?)e["meter"] == RejectsMeter ? "usage.unknown_meter" : null }).ToList();
        return LosesAnswers ? new HttpResponseMessage(HttpStatusCode.BadGateway) : new HttpResponseMessage { Content = JsonContent.Create(new { results }) };
    }

    // Kept alive by the test, across restarts of the application.
    protected override void Dispose(bool disposing)
    {
    }

    private string Judge(JsonNode e) => (string?)e["meter"] == RejectsMeter ? "rejected" : accepted.TryAdd((string)e["id"]!, (decimal)e["quantity"]!) ? "accepted" : "duplicate";
}
