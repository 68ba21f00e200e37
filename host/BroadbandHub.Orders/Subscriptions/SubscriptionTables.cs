using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

internal static class SubscriptionTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Subscription>(subscription =>
        {
            subscription.ToTable("subscriptions").HasKey(s => s.Id);
            subscription.Property(s => s.ApplicationKey).HasMaxLength(40);
            subscription.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
            subscription.Property(s => s.RefusedCode).HasMaxLength(100);
            subscription.Property(s => s.RefusedReason).HasMaxLength(Subscription.MostReason);
            subscription.Property(s => s.OpenedBy).HasMaxLength(120);
            subscription.HasIndex(s => new { s.EnterpriseId, s.State });
            subscription.HasIndex(s => s.ProductId);
        });
        model.Entity<UsedKey>(key =>
        {
            key.ToTable("used_keys").HasKey(k => new { k.Caller, k.Key });
            key.Property(k => k.Caller).HasMaxLength(120);
            key.Property(k => k.Key).HasMaxLength(200);
            key.Property(k => k.Content).HasMaxLength(64);
        });
    }
}
