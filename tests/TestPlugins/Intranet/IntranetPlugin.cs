using BroadbandHub.Sdk;

namespace Intranet;

/// <summary>Sells a page behind a web server that signs people on: Apache with mod_auth_openidc, at an address of the setting.</summary>
public sealed class IntranetPlugin : IPlugin
{
    public void Setup(IPluginSetup setup) => setup.Provide<IApplication, IntranetApplication>();
}

internal sealed class IntranetApplication(IPluginSettings settings) : IApplication
{
    public ApplicationDescriptor Describe()
    {
        var address = settings.Text("address") is { Length: > 0 } text ? new Uri(text) : null;
        return new("intranet", new("Intranet", "内部网"), new("A page for employees.", "员工页面。"), address is null ? null : new Uri(address, "guarded"), [])
        {
            TicketUrl = address is null ? null : new Uri(address, "enter?from=hub"),
            SignOn = address is null ? null : new([new Uri(address, "guarded/oidc")], [new Uri(address, "left")], new Uri(address, "guarded/oidc?logout=backchannel")),
        };
    }
}
