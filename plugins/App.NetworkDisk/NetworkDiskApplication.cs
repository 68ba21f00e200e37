using BroadbandHub.Sdk;

namespace App.NetworkDisk;

/// <summary>What the hub needs to know in order to sell the application.</summary>
internal sealed class NetworkDiskApplication(NetworkDiskOptions options) : IApplication
{
    public const string Key = "network-disk";

    public ApplicationDescriptor Describe() => new(
        Key,
        new LocalText("Network Disk", "网络硬盘"),
        new LocalText("Files of an enterprise, kept online and reached from everywhere.", "企业文件在线存储，随时随地访问。"),
        options.BaseAddress,
        [
            new MeterDescriptor("storage.gb-hours", "GB·h", 6, new LocalText("Storage", "存储")),
            new MeterDescriptor("traffic.gb", "GB", 6, new LocalText("Traffic", "流量")),
            new MeterDescriptor("requests", "requests", 0, new LocalText("Requests", "请求次数")),
        ])
    {
        Roles =
        [
            new ApplicationRole("editor", new LocalText("Editor", "编辑者"))
            {
                Description = new LocalText("Adds and deletes files; everybody else with a seat reads them.", "可添加和删除文件；其他拥有名额的员工只能读取。"), IsDefault = true,
            },
        ],

        // The application listens at these paths wherever it runs.
        SignOn = options.BaseAddress is { } address
            ? new SignOnDescriptor([new Uri(address, "signin-oidc")], [new Uri(address, "signed-out")], new Uri(address, "signed-out-elsewhere"))
            : null,
    };
}
