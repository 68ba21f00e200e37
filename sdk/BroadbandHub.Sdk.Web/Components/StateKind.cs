namespace BroadbandHub.Sdk.Web.Components;

/// <summary>What a state means for the reader; decides the colour of badges and notices.</summary>
public enum StateKind
{
    /// <summary>Neither good nor bad: draft, ended.</summary>
    Neutral,

    /// <summary>As it should be: active, paid, running.</summary>
    Good,

    /// <summary>Somebody should look: overdue soon, parked.</summary>
    Warning,

    /// <summary>Broken or refused.</summary>
    Bad,

    /// <summary>Under way, or worth knowing.</summary>
    Info,
}
