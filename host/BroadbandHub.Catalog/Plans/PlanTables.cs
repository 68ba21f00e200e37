using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Plans;

internal static class PlanTables
{
    public static void Map(ModelBuilder model) => model.Entity<Plan>(plan =>
    {
        plan.ToTable("plans").HasKey(p => p.Id);
        plan.Property(p => p.CurrencyCode).HasMaxLength(3);
        plan.Property(p => p.Rounding).HasConversion<string>().HasMaxLength(20);
        plan.Property(p => p.State).HasConversion<string>().HasMaxLength(10);
        plan.HasIndex(p => new { p.ProductId, p.Number }).IsUnique();
    });
}
