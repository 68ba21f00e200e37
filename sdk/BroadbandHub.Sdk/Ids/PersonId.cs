using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>A person with an account: operator staff, partner people or an enterprise's employee. Text form <c>usr_…</c>.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct PersonId(Guid Value) : IHubId<PersonId>
{
    /// <inheritdoc/>
    public static string Prefix => "usr";

    /// <inheritdoc/>
    public static PersonId From(Guid value) => new(value);

    /// <inheritdoc/>
    public static PersonId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public static PersonId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PersonId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => IdText.Format(Prefix, Value);
}
