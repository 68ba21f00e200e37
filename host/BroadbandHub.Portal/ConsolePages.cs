using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Portal;

/// <summary>The shell's own entries: start pages, plugins, system.</summary>
internal static class ConsolePages
{
    public const string ManagePlugins = "system.plugins.manage";
    public const string ReadPlugins = "system.plugins.read";

    private static readonly LocalText Start = new("Overview", "概览");
    private static readonly LocalText SystemGroup = new("System", "系统");

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new PermissionDefinition(ManagePlugins, new("Manage plugins", "管理插件"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ReadPlugins, new("See plugins, nodes and jobs", "查看插件、节点与作业"), Audience.Operator));
        services.AddSingleton(new NavigationItem(Audience.Operator, Start, new("Start", "首页"), "space_dashboard", "/console", null, 0));
        services.AddSingleton(new NavigationItem(Audience.Enterprise, Start, new("Start", "首页"), "space_dashboard", "/workspace", null, 0));
        services.AddSingleton(new NavigationItem(Audience.Partner, Start, new("Start", "首页"), "space_dashboard", "/partner", null, 0));
        services.AddSingleton(new NavigationItem(Audience.Operator, SystemGroup, new("Plugins", "插件"), "extension", "/console/plugins", ReadPlugins, 900));
        services.AddSingleton(new NavigationItem(Audience.Operator, SystemGroup, new("System", "系统状态"), "monitor_heart", "/console/system", ReadPlugins, 910));
        services.AddSingleton(new PortalWidget("portal.system", Audience.Operator, SystemGroup, typeof(SystemStatus.SystemTiles), ReadPlugins, 900));
    }
}
