using BroadbandHub.Identity.Organisations;

namespace BroadbandHub.Identity.Customers;

/// <summary>
/// Where an enterprise stands as a customer: prospect → active → suspended → closed. Of a suspended one nobody comes in, and what it has subscribed to goes on; a
/// closed one is closed for good.
/// </summary>
internal enum CustomerState
{
    Prospect,
    Active,
    Suspended,
    Closed,
}

/// <summary>How the operator thinks of the enterprise's payments.</summary>
internal enum CreditClass
{
    A,
    B,
    C,
    D,
}

internal enum EnterpriseSize
{
    Micro,
    Small,
    Medium,
    Large,
}

/// <summary>The sections of GB/T 4754-2017, by their letters.</summary>
internal enum Industry
{
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
}

/// <summary>A word by which the operator finds customers again. Those that differ in case alone are one.</summary>
internal sealed class EnterpriseTag
{
    public Sdk.EnterpriseId EnterpriseId { get; init; }

    public string Key { get; init; } = "";

    public string Name { get; init; } = "";

    public static EnterpriseTag Of(Enterprise enterprise, string name) => new() { EnterpriseId = enterprise.Id, Key = KeyOf(name), Name = name };

    public static string KeyOf(string name) => name.Trim().ToLowerInvariant();
}

internal static class CustomerStates
{
    /// <summary>The states that follow on this one.</summary>
    public static IReadOnlyList<CustomerState> Next(CustomerState state) => state switch
    {
        CustomerState.Prospect => [CustomerState.Active, CustomerState.Closed],
        CustomerState.Active => [CustomerState.Suspended, CustomerState.Closed],
        CustomerState.Suspended => [CustomerState.Active, CustomerState.Closed],
        _ => [],
    };

    /// <summary>Whether its people come in.</summary>
    public static bool LetsIn(CustomerState state) => state is CustomerState.Prospect or CustomerState.Active;
}
