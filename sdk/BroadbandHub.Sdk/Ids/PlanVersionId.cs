using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>One version of a product's price plan; immutable once published. Text form <c>plv_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct PlanVersionId(Guid Value) : IHubId<PlanVersionId>
{
    /// <inheritdoc/>
    public static string Prefix => "plv";

    /// <inheritdoc/>
    public static PlanVersionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static PlanVersionId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static PlanVersionId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PlanVersionId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
