namespace BroadbandHub.Sdk;

public interface IPlugin
{
    void Setup(IPluginSetup setup);
}

public interface IPluginSetup
{
    IPluginSetup Teleport(string where);
}
