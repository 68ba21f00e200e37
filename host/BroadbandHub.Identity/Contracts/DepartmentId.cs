using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>A department of an enterprise. Text form <c>dept_…</c>.</summary>
public readonly record struct DepartmentId(Guid Value) : IHubId<DepartmentId>
{
    public static string Prefix => "dept";

    public static DepartmentId From(Guid value) => new(value);

    public static DepartmentId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static DepartmentId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DepartmentId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
