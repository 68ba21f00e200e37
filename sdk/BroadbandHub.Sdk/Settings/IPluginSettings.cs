namespace BroadbandHub.Sdk;

/// <summary>
/// The values an operator gave to the settings that plugin.json declares, completed with their defaults and already checked against the
/// schema. You call it; reads are in memory and safe from any thread.
/// </summary>
public interface IPluginSettings
{
    /// <summary>The text of a setting, or null when it has no value. A number or boolean is given in its JSON form.</summary>
    /// <exception cref="KeyNotFoundException">The manifest declares no such setting.</exception>
    string? Text(string key);

    /// <summary>The number of a setting.</summary>
    /// <exception cref="KeyNotFoundException">The manifest declares no such setting of type number, or it has no value.</exception>
    decimal Number(string key);

    /// <summary>The truth of a boolean setting; false when it has no value.</summary>
    /// <exception cref="KeyNotFoundException">The manifest declares no such setting of type boolean.</exception>
    bool IsOn(string key);
}
