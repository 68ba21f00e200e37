using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using BroadbandHub.PluginHost;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Storage;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portal.News.Tests;

/// <summary>A host with the plugin runtime and a database of the test's own, and a reader and editor of its news over HTTP.</summary>
internal sealed partial class NewsHub : IAsyncDisposable
{
    public const string Id = "portal.news";
    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly string folder;
    private readonly HttpClient http;

    private NewsHub(WebApplication app, TestDatabase database, string folder)
    {
        (this.app, this.database, this.folder) = (app, database, folder);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri(address) };
    }

    public IPlugins Plugins => app.Services.GetRequiredService<IPlugins>();

    public static async Task<NewsHub> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var folder = Directory.CreateTempSubdirectory("hub-news-").FullName;
        var list = Path.Combine(folder, "plugins.json");
        await File.WriteAllTextAsync(list, $$"""{ "plugins": [ { "id": "{{Id}}", "path": "{{Built("test-plugins", "1.0.0")}}", "enabled": true } ] }""");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(database.Settings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Plugins:ListFile"] = list,
            ["Plugins:CacheFolder"] = Path.Combine(folder, "cache"),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRouting().AddHttpContextAccessor().AddRazorComponents();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSingleton<ISecretProtector, NoSecrets>();
        builder.Services.AddPluginHost(builder.Configuration);
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UsePluginPages();
        app.MapRazorComponents<NewsShell>();
        app.MapPluginHost();
        app.FreezeHostEndpoints();
        await app.Services.MigrateAsync();
        await app.StartAsync();
        return new NewsHub(app, database, folder);
    }

    /// <summary>The built version as a package.</summary>
    public static Stream Package(string folderName, string version)
    {
        var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(Built(folderName, version), zip);
        zip.Position = 0;
        return zip;
    }

    public async Task<string> ReadAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{path} answered {response.StatusCode}: {text}");
        return WebUtility.HtmlDecode(text);
    }

    /// <summary>Opens an editor's form, changes fields, and saves it as a browser does.</summary>
    public async Task SaveAsync(string path, params (string Field, string Value)[] changes)
    {
        var form = await http.GetStringAsync(path, TestContext.Current.CancellationToken);
        var fields = InputPattern().Matches(form).Where(i => !i.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal) || i.Value.Contains(" checked", StringComparison.Ordinal))
            .Select(i => (Name: AttributePattern("name", i.Value), Value: AttributePattern("value", i.Value)))
            .Concat(AreaPattern().Matches(form).Select(a => (Name: a.Groups["name"].Value, Value: WebUtility.HtmlDecode(a.Groups["text"].Value))))
            .Where(f => f.Name.Length > 0).ToDictionary(f => f.Name, f => f.Value);
        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }

        using var content = new FormUrlEncodedContent(fields);
        using var response = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Found, $"{path} was not saved: {response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>The address of an article's form, found by its title in the editor's list.</summary>
    public async Task<string> FormOfAsync(string title)
    {
        var list = await ReadAsync("/s/portal.news/editor");
        return Regex.Match(list, $"""href="(?<path>/s/portal\.news/editor/articles/[0-9a-f-]+)" aria-label="{Regex.Escape(title)}" """.TrimEnd()).Groups["path"].Value is { Length: > 0 } path
            ? path
            : throw new InvalidOperationException($"There is no article '{title}' in {list}");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Built(string folderName, string version)
    {
        var artifacts = AppContext.BaseDirectory;
        while (Path.GetFileName(artifacts) != "artifacts")
        {
            artifacts = Path.GetDirectoryName(artifacts) ?? throw new DirectoryNotFoundException("The tests run outside of the artifacts folder.");
        }

        return Path.Combine(artifacts, folderName, Id, version);
    }

    private static string AttributePattern(string name, string tag) => WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"(?<value>[^\"]*)\"").Groups["value"].Value);

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex InputPattern();

    [GeneratedRegex("<textarea [^>]*name=\"(?<name>[^\"]*)\"[^>]*>(?<text>[^<]*)</textarea>")]
    private static partial Regex AreaPattern();

    private sealed class NoSecrets : ISecretProtector
    {
        public string Protect(string secret) => throw new NotSupportedException();

        public string Unprotect(string protectedText) => throw new NotSupportedException();
    }
}

/// <summary>What the shell does with a plugin's page, without a layout.</summary>
public sealed class NewsShell : ComponentBase
{
    [Inject]
    public IHttpContextAccessor Accessor { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (Accessor.HttpContext?.Features.Get<PluginPageLease>() is { } page)
        {
            builder.OpenComponent<DynamicComponent>(0);
            builder.AddComponentParameter(1, nameof(DynamicComponent.Type), page.Component);
            builder.AddComponentParameter(2, nameof(DynamicComponent.Parameters), page.Parameters.ToDictionary(p => p.Key, p => p.Value!));
            builder.CloseComponent();
        }
    }
}

/// <summary>Only its route counts.</summary>
[Route("/s/{Plugin}/{*Path}")]
public sealed class NewsRoute : ComponentBase
{
    [Parameter]
    public string Plugin { get; set; } = "";

    [Parameter]
    public string? Path { get; set; }
}
