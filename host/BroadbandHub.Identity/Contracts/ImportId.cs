using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>A file that somebody has uploaded and not confirmed yet. Text form <c>imp_…</c>.</summary>
public readonly record struct ImportId(Guid Value) : IHubId<ImportId>
{
    public static string Prefix => "imp";

    public static ImportId From(Guid value) => new(value);

    public static ImportId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static ImportId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ImportId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
