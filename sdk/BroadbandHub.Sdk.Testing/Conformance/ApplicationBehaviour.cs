namespace BroadbandHub.Sdk.Testing;

/// <summary>How the application behind a provisioner is to behave in a conformance test.</summary>
public enum ApplicationBehaviour
{
    /// <summary>Carries orders out at once.</summary>
    Works,

    /// <summary>Accepts orders, and has carried them out when it is asked.</summary>
    WorksLater,

    /// <summary>Refuses orders.</summary>
    Refuses,

    /// <summary>Cannot be reached.</summary>
    Unreachable,

    /// <summary>Receives orders, carries them out, and does not answer.</summary>
    CarriesOutWithoutAnswering,
}
