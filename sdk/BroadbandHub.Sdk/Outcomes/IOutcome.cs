namespace BroadbandHub.Sdk;

/// <summary>What all outcomes have in common, so that code around a use case (validation, permission) can refuse without knowing its value's type.</summary>
/// <typeparam name="TSelf">The outcome type itself.</typeparam>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    /// <summary>The refusal, or null.</summary>
    HubError? Error { get; }

    /// <summary>An outcome that is a refusal.</summary>
    static abstract TSelf Refused(HubError error);
}
