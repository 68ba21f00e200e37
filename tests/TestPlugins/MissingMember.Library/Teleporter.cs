using BroadbandHub.Sdk;

namespace Teleporting;

public static class Teleporter
{
    public static void Use(object setup) => ((IPluginSetup)setup).Teleport("the moon");
}
