using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>A product: what is sold of an application. Text form <c>prd_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct ProductId(Guid Value) : IHubId<ProductId>
{
    /// <inheritdoc/>
    public static string Prefix => "prd";

    /// <inheritdoc/>
    public static ProductId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static ProductId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static ProductId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProductId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
