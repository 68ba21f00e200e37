namespace BroadbandHub.Sdk;

/// <summary>
/// The entry of a plugin. You implement it, once per plugin, as a public class with a parameterless constructor; it never gains members.
/// </summary>
public interface IPlugin
{
    /// <summary>
    /// Says what the plugin has. The host calls it once per generation (each enable, upgrade, roll-back or change of settings makes a
    /// new generation), on a pool thread, before anything else of the plugin runs. Do no work here: no I/O, no threads, no statics.
    /// </summary>
    /// <param name="setup">Where to register; valid only during the call.</param>
    /// <remarks>
    /// Let exceptions propagate: the host marks the plugin Faulted with the exception's message, shows it to the operator, and goes on without
    /// the plugin. A setup that does not return within the host's limit (30 seconds unless configured) is Faulted as well.
    /// </remarks>
    void Setup(IPluginSetup setup);
}
