using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>What changes of plugins are called in the logs.</summary>
internal static class PluginChangeKinds
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("plugins.enable", Administration, new("Enabled the plugin {subject}", "启用插件 {subject}")),
            new("plugins.disable", Administration, new("Disabled the plugin {subject}", "停用插件 {subject}")),
            new("plugins.upgrade", Administration, new("Changed the plugin {subject} to version {version}", "将插件 {subject} 升级到版本 {version}")),
            new("plugins.roll_back", Administration, new("Rolled the plugin {subject} back to version {version}", "将插件 {subject} 回退到版本 {version}")),
            new("plugins.settings", Administration, new("Changed the settings of the plugin {subject}", "修改插件 {subject} 的设置")),
            new("plugins.delete", Administration, new("Deleted the plugin {subject}", "删除插件 {subject}")),
            new("plugins.delete_version", Administration, new("Deleted version {version} of the plugin {subject}", "删除插件 {subject} 的版本 {version}")),
            new("plugins.upload", Administration, new("Uploaded version {version} of the plugin {subject}", "上传插件 {subject} 的版本 {version}")),
        ],
        [new("plugin", new("Plugin", "插件"), "/console/plugins/{id}")],
        [new("version", new("Version", "版本")), new("settings", new("Settings", "设置"))]);

    /// <summary>The kind of an action of the plugin's own history.</summary>
    public static string Of(string action) => "plugins." + action.Replace(' ', '_');
}
