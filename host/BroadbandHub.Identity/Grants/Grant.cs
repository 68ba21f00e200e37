using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Grants;

/// <summary>What a person, a role or an API client is to be given once a second person agrees.</summary>
internal sealed class Grant
{
    public const int MostItem = 150;

    /// <summary>The person's id, the role's key or the client's id, as text: one open grant each.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Keys of roles for a person, permissions for a role, scopes for a client.</summary>
    public List<GrantItem> Items { get; set; } = [];

    public DateTimeOffset RequestedAt { get; set; }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Grant>(grant =>
        {
            grant.ToTable("grants").HasKey(g => g.Subject);
            grant.Property(g => g.Subject).HasMaxLength(100);
            grant.HasMany(g => g.Items).WithOne().HasForeignKey(i => i.Subject);
        });
        model.Entity<GrantItem>(item =>
        {
            item.ToTable("grant_items").HasKey(i => new { i.Subject, i.Item });
            item.Property(i => i.Subject).HasMaxLength(100);
            item.Property(i => i.Item).HasMaxLength(MostItem);
        });
    }
}

internal sealed class GrantItem
{
    public string Subject { get; init; } = "";

    public string Item { get; init; } = "";
}
