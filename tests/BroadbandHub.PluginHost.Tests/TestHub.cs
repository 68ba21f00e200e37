using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Http;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using BroadbandHub.Storage;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>A real host with nothing but Storage and PluginHost, on loopback.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly TestPluginFolders? ownFolders;
    private readonly TestDatabase? ownDatabase;

    private TestHub(WebApplication app, TestPluginFolders? ownFolders, TestDatabase? ownDatabase)
    {
        (App, this.ownFolders, this.ownDatabase) = (app, ownFolders, ownDatabase);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
        Http.DefaultRequestHeaders.Add("X-User", "olga");
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IPlugins Plugins => Get<IPlugins>();

    public static async Task<TestHub> StartAsync(TestPluginFolders folders, Engine engine = Engine.Sqlite, Action<IServiceCollection>? add = null, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(engine);
        return await StartAsync(folders, database, "test-node", add, settings, folders, database);
    }

    public static Task<TestHub> StartNodeAsync(TestPluginFolders folders, TestDatabase database, string node) =>
        StartAsync(folders, database, node, null, [("Plugins:PollEvery", "00:00:00.200")], null, null);

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public Task<string> GetStringAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<PluginView> ViewAsync(string id) => (await Plugins.FindAsync(id, TestContext.Current.CancellationToken))!.Plugin;

    public async Task<PluginView> EnableAsync(string id) => (await Plugins.EnableAsync(id, "olga", TestContext.Current.CancellationToken)).Value;

    public async Task<PluginView> DisableAsync(string id) => (await Plugins.DisableAsync(id, "olga", TestContext.Current.CancellationToken)).Value;

    /// <summary>Stores an event as a module of the host does.</summary>
    public async Task RaiseAsync(params HubEvent[] events)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                foreach (var happened in events)
                {
                    await outbox.AddAsync(happened, TestContext.Current.CancellationToken);
                }

                return true;
            },
            _ => true,
            TestContext.Current.CancellationToken);
    }

    /// <summary>How many retired generations are in memory when all of them had their chance to leave.</summary>
    public async Task<int> AliveAsync()
    {
        await Get<PluginRuntime>().Retiring;
        var retirement = Get<Retirement>();
        for (var look = 0; look < 40 && retirement.Alive > 0; look++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        if (retirement.Alive > 0)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Retainers.Describe());
        }

        return retirement.Alive;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        if (ownDatabase is not null)
        {
            await ownDatabase.DisposeAsync();
        }

        ownFolders?.Dispose();
    }

    private static async Task<TestHub> StartAsync(
        TestPluginFolders folders, TestDatabase database, string node, Action<IServiceCollection>? add, (string Key, string Value)[] settings,
        TestPluginFolders? ownFolders, TestDatabase? ownDatabase)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folders.Root });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(database.Settings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hub:Node"] = node,
            ["Plugins:CacheFolder"] = Path.Combine(folders.Root, "cache-" + node),
            ["Plugins:EventRetryBase"] = "00:00:00.010",
            // Tests look at the plugins as soon as the host is up, on machines that are busy with other tests.
            ["Plugins:StartLimit"] = "00:02:00",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddRouting().AddRazorComponents();
        builder.Services.ConfigureHttpJsonOptions(o => HubJson.Configure(o.SerializerOptions));
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSingleton<ISecretProtector, TestProtector>();
        builder.Services.AddPluginHost(builder.Configuration);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("test", null);
        builder.Services.AddAuthorization(o =>
        {
            foreach (var permission in new[] { "system.plugins.read", "system.plugins.manage", "echo.read" })
            {
                o.AddPolicy(permission, p => p.RequireAuthenticatedUser());
            }
        });
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UsePluginPages();
        app.MapRazorComponents<TestApp>();
        app.MapGet("/host/ping", () => "pong").AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapPluginHost();
        app.FreezeHostEndpoints();
        await app.Services.MigrateAsync();
        await app.StartAsync();
        return new TestHub(app, ownFolders, ownDatabase);
    }

    private sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.TryGetValue("X-User", out var user)
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.ToString())], "test")), "test"))
                : AuthenticateResult.NoResult());
    }

    private sealed class TestProtector : ISecretProtector
    {
        public string Protect(string secret) => new([.. secret.Reverse()]);

        public string Unprotect(string protectedText) => new([.. protectedText.Reverse()]);
    }
}
