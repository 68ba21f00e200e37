using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>An enterprise's subscription to a product. Text form <c>sub_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct SubscriptionId(Guid Value) : IHubId<SubscriptionId>
{
    /// <inheritdoc/>
    public static string Prefix => "sub";

    /// <inheritdoc/>
    public static SubscriptionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static SubscriptionId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static SubscriptionId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SubscriptionId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
