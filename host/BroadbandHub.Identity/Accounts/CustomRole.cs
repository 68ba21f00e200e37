using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>A role that the operator composed of permissions.</summary>
internal sealed class CustomRole
{
    public const int MostName = 100;
    public const int MostPermissions = 500;

    public string Key { get; set; } = "";

    public Audience Audience { get; set; }

    public string NameEn { get; set; } = "";

    public string? NameZh { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<CustomRolePermission> Permissions { get; set; } = [];

    public LocalText Name => new(NameEn, NameZh);

    public static void Map(ModelBuilder model)
    {
        model.Entity<CustomRole>(role =>
        {
            role.ToTable("roles").HasKey(r => r.Key);
            role.Property(r => r.Key).HasMaxLength(100);
            role.Property(r => r.Audience).HasConversion<string>().HasMaxLength(20);
            role.Property(r => r.NameEn).HasMaxLength(MostName);
            role.Property(r => r.NameZh).HasMaxLength(MostName);
            role.Ignore(r => r.Name);
            role.HasMany(r => r.Permissions).WithOne().HasForeignKey(p => p.RoleKey);
        });
        model.Entity<CustomRolePermission>(permission =>
        {
            permission.ToTable("role_permissions").HasKey(p => new { p.RoleKey, p.Permission });
            permission.Property(p => p.RoleKey).HasMaxLength(100);
            permission.Property(p => p.Permission).HasMaxLength(150);
        });
    }
}

internal sealed class CustomRolePermission
{
    public string RoleKey { get; set; } = "";

    public string Permission { get; set; } = "";
}
