using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TestLibrary;

namespace UsesLibrary;

public sealed class LibraryPlugin : IPlugin
{
    public void Setup(IPluginSetup setup) =>
        setup.MapEndpoints(routes => routes.MapGet("/greeting", () => Greeting.Text).AllowAnonymous());
}
