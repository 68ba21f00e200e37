using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BroadbandHub.Identity;
using BroadbandHub.Storage;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Host.Tests;

/// <summary>The hub as <c>Program</c> makes it, all modules and both plugins, in this process: only here its memory can be looked at.</summary>
internal sealed class WholeHub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly string data;
    private readonly MeterListener meters = new();
    private readonly Dictionary<string, long> generations = new(StringComparer.Ordinal);

    private WholeHub(WebApplication app, TestDatabase database, string data)
    {
        (this.app, this.database, this.data) = (app, database, data);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            // Another test's hub in this process has meters of its own.
            if (instrument.Name == "hub.plugins.generations" && instrument.Meter.Scope == app.Services.GetService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var what = (string)tags.ToArray().Single(t => t.Key == "result").Value!;
            lock (generations)
            {
                generations[what] = generations.GetValueOrDefault(what) + value;
            }
        });
        meters.Start();
    }

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public TestDatabase Database => database;

    public HttpClient Operator { get; private set; } = null!;

    /// <param name="settings">Besides those that every hub of a test has.</param>
    /// <param name="services">What the test adds.</param>
    public static async Task<WholeHub> StartAsync(Engine engine, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var root = Root();
        var database = await TestDatabase.CreateAsync(engine);
        var data = Directory.CreateTempSubdirectory("hub-whole-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "BroadbandHub.Host", ContentRootPath = Path.Combine(root, "host", "BroadbandHub.Host"), EnvironmentName = "Development",
        });
        builder.WebHost.UseUrls(settings?.GetValueOrDefault("urls") ?? "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(database.Settings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Hub:DataFolder"] = data, ["Plugins:StartLimit"] = "00:02:00" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().AddProvider(new ErrorsInOutput());
        builder.AddHub(HubPaths.Find(builder.Configuration, builder.Environment.ContentRootPath));
        services?.Invoke(builder.Services);
        var hub = new WholeHub(builder.Build(), database, data);
        await hub.app.Services.MigrateAsync();
        await hub.app.Services.PrepareKeysAsync();
        await hub.app.Services.SeedDemoAsync(data);
        hub.app.UseHub();
        await hub.app.StartAsync();
        hub.Operator = await hub.OperatorAsync();
        return hub;
    }

    public long Generations(string what)
    {
        lock (generations)
        {
            return generations.GetValueOrDefault(what);
        }
    }

    /// <summary>A browser in which this person has signed in through the form.</summary>
    public async Task<HttpClient> SignInAsync(string email, string password = "try-the-hub-2026")
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        using var answer = await PostFormAsync(browser, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>Gets the page, and posts the named form of it with what its hidden fields say and what is typed.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string path, string form, params (string Name, string Value)[] typed)
    {
        using var page = await browser.GetAsync(path);
        var html = await page.Content.ReadAsStringAsync();
        var own = html.Split("<form").FirstOrDefault(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        if (own is null)
        {
            return new(page.StatusCode);
        }

        var fields = Regex.Matches(own.Split("</form>")[0], "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return await browser.PostAsync(path, new FormUrlEncodedContent(fields));
    }

    /// <summary>What somebody with a connection to the database does.</summary>
    public Task<int> ExecuteAsync(string sql) => database.ExecuteAsync(sql);

    public async Task<JsonNode> PostAsync(string path)
    {
        using var answer = await Operator.PostAsync(path, null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        meters.Dispose();
        await database.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task<HttpClient> OperatorAsync()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "operator-client.json")));
        var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["scope"] = "operator",
            ["client_id"] = file.RootElement.GetProperty("clientId").GetString()!, ["client_secret"] = file.RootElement.GetProperty("clientSecret").GetString()!,
        }));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]);
        return http;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "plugins.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
