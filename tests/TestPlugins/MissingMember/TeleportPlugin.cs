using BroadbandHub.Sdk;

namespace MissingMember;

public sealed class TeleportPlugin : IPlugin
{
    public void Setup(IPluginSetup setup) => setup.Teleport("the moon");
}
