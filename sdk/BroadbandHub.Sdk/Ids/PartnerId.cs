using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>A partner (AP): the provider of applications. Text form <c>ptn_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct PartnerId(Guid Value) : IHubId<PartnerId>
{
    /// <inheritdoc/>
    public static string Prefix => "ptn";

    /// <inheritdoc/>
    public static PartnerId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static PartnerId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static PartnerId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PartnerId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
