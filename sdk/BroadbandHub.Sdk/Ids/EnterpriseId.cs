using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>An enterprise: a customer organisation. Text form <c>ent_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct EnterpriseId(Guid Value) : IHubId<EnterpriseId>
{
    /// <inheritdoc/>
    public static string Prefix => "ent";

    /// <inheritdoc/>
    public static EnterpriseId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static EnterpriseId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static EnterpriseId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EnterpriseId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
