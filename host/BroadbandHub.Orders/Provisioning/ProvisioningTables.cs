using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Provisioning;

internal static class ProvisioningTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Operation>(operation =>
        {
            operation.ToTable("operations").HasKey(o => o.Id);
            operation.Property(o => o.Action).HasConversion<string>().HasMaxLength(20);
            operation.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
            operation.Property(o => o.Step).HasConversion<string>().HasMaxLength(20);
            operation.Property(o => o.LastOutcome).HasMaxLength(20);
            operation.Property(o => o.LastMessage).HasMaxLength(Operation.MostMessage);
            operation.Property(o => o.Reference).HasMaxLength(200);
            operation.HasIndex(o => o.SubscriptionId);
            operation.HasIndex(o => new { o.State, o.NextAttemptAt });
        });
        model.Entity<Attempt>(attempt =>
        {
            attempt.ToTable("attempts").HasKey(a => a.Id);
            attempt.Property(a => a.Step).HasConversion<string>().HasMaxLength(20);
            attempt.Property(a => a.Outcome).HasMaxLength(20);
            attempt.Property(a => a.Message).HasMaxLength(Operation.MostMessage);
            attempt.HasIndex(a => a.OperationId);
        });
    }
}
