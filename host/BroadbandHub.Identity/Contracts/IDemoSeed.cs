namespace BroadbandHub.Identity.Contracts;

/// <summary>Puts a module's demonstration data into a fresh hub in Development. Scoped; may run again on every start, so it adds only what is missing.</summary>
public interface IDemoSeed
{
    /// <summary>Lower comes first; organisations and accounts are there before any of them.</summary>
    int Order { get; }

    Task SeedAsync(CancellationToken cancellationToken);
}

/// <summary>The organisations of the demonstration, by name: <c>IOrganisations</c> finds them.</summary>
public static class DemoNames
{
    public const string Enterprise = "Acme Trading";
    public const string Partner = "Diskworks";
}
