using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>A bill. Text form <c>bil_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct BillId(Guid Value) : IHubId<BillId>
{
    /// <inheritdoc/>
    public static string Prefix => "bil";

    /// <inheritdoc/>
    public static BillId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static BillId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static BillId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BillId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
