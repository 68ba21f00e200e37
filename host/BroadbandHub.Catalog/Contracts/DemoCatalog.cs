namespace BroadbandHub.Catalog.Contracts;

/// <summary>The products of the demonstration, by English name: <see cref="ICatalog.ListPublishedAsync"/> finds them.</summary>
public static class DemoCatalog
{
    public const string Product = "Network Disk Standard";
}
