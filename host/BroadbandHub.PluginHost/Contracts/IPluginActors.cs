namespace BroadbandHub.PluginHost.Contracts;

/// <summary>Who installed, enabled and changed plugins is kept by name. Scoped.</summary>
public interface IPluginActors
{
    /// <summary>A dash for the name, wherever it stands: the person is erased. Inside a unit of work.</summary>
    Task ForgetAsync(string name, CancellationToken cancellationToken);
}
