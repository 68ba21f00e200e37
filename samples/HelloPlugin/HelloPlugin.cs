using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace HelloPlugin;

/// <summary>The entry: says what the plugin has.</summary>
public sealed class HelloPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddScoped<Greeter>();
        // GET /plugins/sample.hello/greeting?name=… Without AllowAnonymous nobody could call it: endpoints deny by default.
        setup.MapEndpoints(routes => routes.MapGet("greeting", ([FromServices] Greeter greeter, string? name) => greeter.Greet(name)).AllowAnonymous());
        // The page /s/sample.hello/hello, with an entry in everybody's navigation.
        setup.AddSection(new PortalSection(
            "hello", Audience.Public, new LocalText("Hello", "你好"), "waving_hand", [new PortalPage("hello", typeof(HelloPage))]));
    }
}

/// <summary>Greets. A new one for each request, with what the hub gives and what the plugin registered.</summary>
public sealed class Greeter(IPluginSettings settings)
{
    public string Greet(string? name) => $"{settings.Text("greeting")}, {(string.IsNullOrWhiteSpace(name) ? "world" : name.Trim())}!";
}
