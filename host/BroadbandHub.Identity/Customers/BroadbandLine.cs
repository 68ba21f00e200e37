using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>How a line reaches the customer.</summary>
internal enum AccessType
{
    Ftth,
    Fttb,
    Xdsl,
    Cable,
    LeasedLine,
    Wireless,
}

internal enum LineState
{
    Planned,
    Active,
    Suspended,
    Dismantled,
}

/// <summary>A broadband line of an enterprise, as the operator's network knows it.</summary>
internal sealed class BroadbandLine
{
    public const int MostNumber = 40;
    public const int MostMbps = 1_000_000;
    public const int MostInAnEnterprise = 5000;

    public LineId Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public string Number { get; set; } = "";

    /// <summary>For finding and telling apart: no two lines of the operator have the same.</summary>
    public string NumberKey { get; set; } = "";

    public AccessType Access { get; set; }

    public string? Address { get; set; }

    public int? DownMbps { get; set; }

    public int? UpMbps { get; set; }

    public LineState State { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public string Revision => Identity.Revision.Of(Number, Access, Address, DownMbps, UpMbps, State);

    public static string KeyOf(string number) => string.Concat(number.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant();

    public static void Map(ModelBuilder model) => model.Entity<BroadbandLine>(line =>
    {
        line.ToTable("broadband_lines").HasKey(l => l.Id);
        line.Property(l => l.Id).ValueGeneratedNever();
        line.Property(l => l.Number).HasMaxLength(MostNumber);
        line.Property(l => l.NumberKey).HasMaxLength(MostNumber);
        line.Property(l => l.Access).HasConversion<string>().HasMaxLength(20);
        line.Property(l => l.Address).HasMaxLength(CustomerRules<ICustomerInput>.MostAddress);
        line.Property(l => l.State).HasConversion<string>().HasMaxLength(20);
        line.HasIndex(l => l.NumberKey).IsUnique();
        line.HasIndex(l => l.EnterpriseId);
    });
}

/// <summary>Names a line. Text form <c>line_…</c>.</summary>
internal readonly record struct LineId(Guid Value) : IHubId<LineId>
{
    public static string Prefix => "line";

    public static LineId From(Guid value) => new(value);

    public static LineId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static LineId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LineId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
