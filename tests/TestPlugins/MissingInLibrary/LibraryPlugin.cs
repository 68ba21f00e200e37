using BroadbandHub.Sdk;
using Teleporting;

namespace MissingInLibrary;

/// <summary>Fits this hub itself; its library does not.</summary>
public sealed class LibraryPlugin : IPlugin
{
    public void Setup(IPluginSetup setup) => Teleporter.Use(setup);
}
