using BroadbandHub.Sdk;

namespace BroadbandHub.Storage.Contracts;

/// <summary>Comparisons of ids that EF Core turns into SQL: both engines compare the 16 bytes, and ids sort by creation.</summary>
public static class IdOrder
{
    // EF Core knows a static method of this name with two operands of one type as a comparison.
    public static int Compare<TId>(TId left, TId right)
        where TId : struct, IHubId<TId> => left.Value.CompareTo(right.Value);
}
