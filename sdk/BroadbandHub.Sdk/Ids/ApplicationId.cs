using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>An application that a partner integrates. Text form <c>app_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct ApplicationId(Guid Value) : IHubId<ApplicationId>
{
    /// <inheritdoc/>
    public static string Prefix => "app";

    /// <inheritdoc/>
    public static ApplicationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static ApplicationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static ApplicationId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ApplicationId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
