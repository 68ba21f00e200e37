using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing;

/// <summary>An enterprise's account in one currency. Text form <c>acc_…</c>.</summary>
internal readonly record struct BillingAccountId(Guid Value) : IHubId<BillingAccountId>
{
    public static string Prefix => "acc";

    public static BillingAccountId From(Guid value) => new(value);

    public static BillingAccountId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static BillingAccountId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BillingAccountId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>A stretch of time in which a subscription is charged by one plan version. Text form <c>seg_…</c>.</summary>
internal readonly record struct SegmentId(Guid Value) : IHubId<SegmentId>
{
    public static string Prefix => "seg";

    public static SegmentId From(Guid value) => new(value);

    public static SegmentId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static SegmentId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SegmentId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>A line key K, derived from its fields. Text form <c>lin_…</c>.</summary>
internal readonly record struct LineKeyId(Guid Value) : IHubId<LineKeyId>
{
    public static string Prefix => "lin";

    public static LineKeyId From(Guid value) => new(value);

    public static LineKeyId New(TimeProvider clock) => throw new NotSupportedException("The id of a line key is derived from its fields.");

    public static LineKeyId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LineKeyId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>An account of the ledger, derived from its kind and owner. Text form <c>lac_…</c>.</summary>
internal readonly record struct LedgerAccountId(Guid Value) : IHubId<LedgerAccountId>
{
    public static string Prefix => "lac";

    public static LedgerAccountId From(Guid value) => new(value);

    public static LedgerAccountId New(TimeProvider clock) => throw new NotSupportedException("The id of a ledger account is derived from its kind and owner.");

    public static LedgerAccountId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LedgerAccountId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>A transfer: made or derived by the caller, so it is also the idempotency key. Text form <c>trf_…</c>.</summary>
internal readonly record struct TransferId(Guid Value) : IHubId<TransferId>
{
    public static string Prefix => "trf";

    public static TransferId From(Guid value) => new(value);

    public static TransferId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static TransferId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TransferId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>A bill run. Text form <c>run_…</c>.</summary>
internal readonly record struct BillRunId(Guid Value) : IHubId<BillRunId>
{
    public static string Prefix => "run";

    public static BillRunId From(Guid value) => new(value);

    public static BillRunId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static BillRunId Parse(string s, IFormatProvider? provider = null) => new(PrefixedText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BillRunId result) =>
        PrefixedText.TryParse(Prefix, s, out result);

    public override string ToString() => PrefixedText.Format(Prefix, Value);
}

/// <summary>The text form of this module's own ids: the SDK's, with another prefix.</summary>
internal static class PrefixedText
{
    public static string Format(string prefix, Guid value) => prefix + new BillId(value).ToString()[BillId.Prefix.Length..];

    public static Guid Parse(string prefix, string text) =>
        TryGuid(prefix, text, out var value) ? value : throw new FormatException($"'{text}' is not an id of the form {prefix}_…");

    public static bool TryParse<TId>(string prefix, string? text, out TId id)
        where TId : struct, IHubId<TId>
    {
        var ok = TryGuid(prefix, text, out var value);
        id = ok ? TId.From(value) : default;
        return ok;
    }

    private static bool TryGuid(string prefix, string? text, out Guid value)
    {
        BillId id = default;
        var ok = text is not null && text.StartsWith(prefix + "_", StringComparison.Ordinal)
            && BillId.TryParse(BillId.Prefix + text[prefix.Length..], null, out id);
        value = id.Value;
        return ok;
    }
}
