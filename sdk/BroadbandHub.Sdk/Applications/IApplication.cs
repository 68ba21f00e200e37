namespace BroadbandHub.Sdk;

/// <summary>The capability <c>application</c>: describes an application. You implement it; it never gains members.</summary>
public interface IApplication
{
    /// <summary>
    /// The description. The host reads it each time the plugin starts and registers or updates the application and its meters; a meter
    /// that is no longer listed stays, because price plans may name it. Return at once, from memory or settings.
    /// </summary>
    ApplicationDescriptor Describe();
}
