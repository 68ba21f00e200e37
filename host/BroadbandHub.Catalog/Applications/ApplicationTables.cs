using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

internal static class ApplicationTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Application>(application =>
        {
            application.ToTable("applications").HasKey(a => a.Key);
            application.Property(a => a.Key).HasMaxLength(DescriptorRules.MostKey);
            application.Property(a => a.PluginId).HasMaxLength(100);
            application.Property(a => a.NameEn).HasMaxLength(DescriptorRules.MostName);
            application.Property(a => a.NameZh).HasMaxLength(DescriptorRules.MostName);
            application.Property(a => a.DescriptionEn).HasMaxLength(DescriptorRules.MostDescription);
            application.Property(a => a.DescriptionZh).HasMaxLength(DescriptorRules.MostDescription);
            application.Property(a => a.LaunchUrl).HasMaxLength(DescriptorRules.MostUrl);
            application.HasIndex(a => a.PluginId);
            application.HasIndex(a => a.PartnerId);
            application.Property(a => a.RolesJson).HasColumnName("Roles");
            application.Ignore(a => a.Name).Ignore(a => a.Description).Ignore(a => a.Roles);
        });
        model.Entity<MeterRow>(meter =>
        {
            meter.ToTable("meters").HasKey(m => new { m.ApplicationKey, m.Key });
            meter.Property(m => m.ApplicationKey).HasMaxLength(DescriptorRules.MostKey);
            meter.Property(m => m.Key).HasMaxLength(DescriptorRules.MostMeterKey);
            meter.Property(m => m.Unit).HasMaxLength(DescriptorRules.MostUnit);
            meter.Property(m => m.NameEn).HasMaxLength(DescriptorRules.MostName);
            meter.Property(m => m.NameZh).HasMaxLength(DescriptorRules.MostName);
            meter.Property(m => m.Source).HasConversion<string>().HasMaxLength(10);
        });
        model.Entity<DescriptorTrouble>(trouble =>
        {
            trouble.ToTable("descriptor_troubles").HasKey(t => t.PluginId);
            trouble.Property(t => t.PluginId).HasMaxLength(100);
            trouble.Property(t => t.Sentence).HasMaxLength(2000);
        });
    }
}
