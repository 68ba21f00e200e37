using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>One operation a plugin is asked to carry out; the same id means the same operation, however often it is asked. Text form <c>opn_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct OperationId(Guid Value) : IHubId<OperationId>
{
    /// <inheritdoc/>
    public static string Prefix => "opn";

    /// <inheritdoc/>
    public static OperationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static OperationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static OperationId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OperationId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
