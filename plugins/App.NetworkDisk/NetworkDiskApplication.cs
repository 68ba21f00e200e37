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
        // The application listens at these paths wherever it runs.
        SignOn = options.BaseAddress is { } address
            ? new SignOnDescriptor([new Uri(address, "signin-oidc")], [new Uri(address, "signed-out")], new Uri(address, "signed-out-elsewhere"))
            : null,
    };
}
