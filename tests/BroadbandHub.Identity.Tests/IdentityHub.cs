using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.Tests;

/// <summary>A node with storage, portal and identity on a loopback port, with the demonstration's accounts.</summary>
internal sealed class IdentityHub : IAsyncDisposable
{
    /// <summary>What a hub with such a setting starts with is its own: it makes its keys and accounts itself.</summary>
    private static readonly string[] OwnBeginning = ["Hub:Key", "Hub:DataFolder", "Hub:SigningKey", "Hub:Demo"];
    private static readonly ConcurrentDictionary<Engine, FolderCopy> Templates = new();
    private readonly WebApplication app;
    private readonly string folder;

    private IdentityHub(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public TestClock Clock => app.Services.GetRequiredService<TestClock>();

    public IServiceProvider Services => app.Services;

    public static string Password => Demo.DemoData.DefaultPassword;

    public string DataFolder => folder;

    /// <summary>
    /// A database that is still empty begins with a copy of one that was migrated, and has its keys and the demonstration's accounts where no setting is about those; else the hub makes them itself.
    /// On one that a hub has started on before, everything is done that a start does.
    /// </summary>
    public static async Task<IdentityHub> StartAsync(TestDatabase database, bool demo = true, Dictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("hub-identity-").FullName;
        var seeded = demo && settings?.Keys.Any(k => OwnBeginning.Any(o => k.StartsWith(o, StringComparison.Ordinal))) != true;
        var fresh = await database.BeginAsync(seeded ? "seeded" : "migrated", empty => MakeTemplateAsync(empty, seeded));
        if (fresh && seeded)
        {
            Templates[database.Engine].WriteTo(folder);
        }

        var app = Build(database, folder, settings);
        if (!fresh)
        {
            await app.Services.MigrateAsync(TestContext.Current.CancellationToken);
        }

        await app.Services.PrepareKeysAsync(TestContext.Current.CancellationToken);
        app.UseTrustedProxies();
        app.UseCertificatePort();
        app.UsePortal();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseFreshSignIn();
        var places = app.MapPlaces();
        places.MapPortal();
        places.MapIdentity();
        app.FreezeHostEndpoints();
        app.CheckGuardedDeeds();
        await app.StartAsync(TestContext.Current.CancellationToken);
        if (demo && !(fresh && seeded))
        {
            await app.Services.SeedDemoAsync(folder, TestContext.Current.CancellationToken);
        }

        return new(app, folder);
    }

    private static WebApplication Build(TestDatabase database, string folder, Dictionary<string, string?>? settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new ErrorsInOutput());
        builder.Configuration.AddInMemoryCollection(database.Settings());
        builder.Configuration["Hub:DataFolder"] = folder;
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(settings?.GetValueOrDefault("Hub:PublicUrl") ?? "http://127.0.0.1:0").UseKestrel(kestrel => kestrel.ListenForCertificates(builder.Configuration));
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(o => HubJson.Configure(o.SerializerOptions));
        builder.Services.AddSingleton(new TestClock()).AddSingleton<TimeProvider>(p => p.GetRequiredService<TestClock>());
        builder.Services.AddStorage(builder.Configuration).AddPortal(builder.Configuration).AddIdentity(builder.Configuration);
        builder.Services.AddSingleton<IPluginContributions, NoPlugins>().AddSingleton<IPluginPages, NoPlugins>();
        builder.Services.AddSingleton(new PermissionDefinition("billing.runs.approve", new("Approve", "批准"), Audience.Operator));
        builder.Services.AddSingleton(new PermissionDefinition("billing.bills.read", new("See bills", "查看账单"), Audience.Operator));
        builder.Services.AddSingleton(new PermissionDefinition("billing.bills.read", new("See own bills", "查看本单位账单"), Audience.Enterprise));
        builder.Services.AddSingleton<SignOn.TestSeats>().AddSingleton<ISeatCheck>(p => p.GetRequiredService<SignOn.TestSeats>());
        builder.Services.AddSingleton<Customers.TestRunning>().AddSingleton<IRunningServices>(p => p.GetRequiredService<Customers.TestRunning>());
        builder.Services.AddSingleton<People.TestMails>().AddSingleton<IAccountMails>(p => p.GetRequiredService<People.TestMails>());
        builder.Services.AddSingleton<TestApprovals>().AddSingleton<IApprovals>(p => p.GetRequiredService<TestApprovals>());
        builder.Services.AddSingleton<People.TestLeavers>().AddSingleton<ILeavers>(p => p.GetRequiredService<People.TestLeavers>());
        return builder.Build();
    }

    private static async Task MakeTemplateAsync(TestDatabase empty, bool seeded)
    {
        var folder = Directory.CreateTempSubdirectory("hub-identity-").FullName;
        await using (var app = Build(empty, folder, null))
        {
            await app.Services.MigrateAsync();
            if (seeded)
            {
                await app.Services.PrepareKeysAsync();
                await app.Services.SeedDemoAsync(folder);
                Templates[empty.Engine] = FolderCopy.Take(folder);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    public TestApprovals Approvals => Services.GetRequiredService<TestApprovals>();

    public People.TestMails Mails => Services.GetRequiredService<People.TestMails>();

    /// <summary>A browser: keeps cookies, asks for pages, does not follow redirects.</summary>
    public HttpClient Browser(System.Net.CookieContainer? cookies = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return client;
    }

    public async Task<HttpClient> OperatorClientAsync()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync("operator"));
        return client;
    }

    public async Task<string> TokenAsync(string scope)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "operator-client.json")));
        return await TokenAsync(file.RootElement.GetProperty("clientId").GetString()!, file.RootElement.GetProperty("clientSecret").GetString()!, scope);
    }

    public async Task<string> TokenAsync(string clientId, string secret, string scope)
    {
        using var response = await AskForTokenAsync(clientId, secret, scope);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> AskForTokenAsync(string clientId, string secret, string scope)
    {
        using var client = new HttpClient { BaseAddress = Address };
        return await client.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret, ["scope"] = scope,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>The real time, moved forward when a test says so; delays take as long as ever.</summary>
internal sealed class TestClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}

/// <summary>No plugin runs.</summary>
internal sealed class NoPlugins : IPluginContributions, IPluginPages
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<PluginSection> Sections => [];

    public IReadOnlyList<PluginWidget> Widgets => [];

    public IReadOnlyList<PluginPermission> Permissions => [new("portal.news", "news.write", new("Write news", "撰写新闻"))];

    public PluginPageMatch? Match(string pluginId, string path) => null;

    public PluginPageLease? Open(string pluginId, string path, IServiceProvider requestServices, out PluginPageBusy? busy)
    {
        busy = null;
        return null;
    }

    public Task<string?> RenderWidgetAsync(string pluginId, string key, IServiceProvider requestServices, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}
