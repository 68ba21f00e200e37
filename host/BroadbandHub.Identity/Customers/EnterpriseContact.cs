using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Whom to ask at an enterprise. One of them is the main contact.</summary>
internal sealed class EnterpriseContact
{
    public const int MostName = 200;
    public const int MostRole = 100;
    public const int MostPhone = 50;
    public const int MostInAnEnterprise = 50;

    public ContactId Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public string Name { get; set; } = "";

    /// <summary>The name for finding.</summary>
    public string SearchName { get; set; } = "";

    public string? Role { get; set; }

    public string? Phone { get; set; }

    /// <summary>The digits of the telephone number, for finding and telling apart.</summary>
    public string? PhoneKey { get; set; }

    public string? Email { get; set; }

    public bool IsMain { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public string Revision => Identity.Revision.Of(Name, Role, Phone, Email, IsMain);

    /// <summary>The digits without the trunk zero and China's code: with or without them it is one telephone. Null for what is too short to be one.</summary>
    public static string? PhoneKeyOf(string? phone)
    {
        var digits = string.Concat((phone ?? "").Where(char.IsAsciiDigit)).TrimStart('0');
        var national = digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..].TrimStart('0') : digits;
        return national.Length < 7 ? null : national.Length > 20 ? national[..20] : national;
    }

    public void Set(string name, string? role, string? phone, string? email)
    {
        (Name, SearchName, Role) = (name, Organisations.OrganisationNames.Searchable(name), role);
        (Phone, PhoneKey, Email) = (phone, PhoneKeyOf(phone), email);
    }

    public static void Map(ModelBuilder model) => model.Entity<EnterpriseContact>(contact =>
    {
        contact.ToTable("enterprise_contacts").HasKey(c => c.Id);
        contact.Property(c => c.Id).ValueGeneratedNever();
        contact.Property(c => c.Name).HasMaxLength(MostName);
        contact.Property(c => c.SearchName).HasMaxLength(MostName);
        contact.Property(c => c.Role).HasMaxLength(MostRole);
        contact.Property(c => c.Phone).HasMaxLength(MostPhone);
        contact.Property(c => c.PhoneKey).HasMaxLength(20);
        contact.Property(c => c.Email).HasMaxLength(256);
        contact.HasIndex(c => c.EnterpriseId);
        contact.HasIndex(c => c.PhoneKey);
    });
}

/// <summary>Names a contact. Text form <c>ctc_…</c>.</summary>
internal readonly record struct ContactId(Guid Value) : IHubId<ContactId>
{
    public static string Prefix => "ctc";

    public static ContactId From(Guid value) => new(value);

    public static ContactId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static ContactId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ContactId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
