using BroadbandHub.Identity.Organisations;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

internal static class CustomerTables
{
    public const int MostReason = 500;

    public static void Map(ModelBuilder model)
    {
        model.Entity<Enterprise>(enterprise =>
        {
            enterprise.ToTable("enterprises");
            enterprise.HasKey(e => e.Id);
            enterprise.Property(e => e.Id).ValueGeneratedNever();
            enterprise.Property(e => e.Name).HasMaxLength(200);
            enterprise.Property(e => e.SearchName).HasMaxLength(200);
            enterprise.Property(e => e.Number).HasMaxLength(CustomerRules<ICustomerInput>.MostNumber);
            enterprise.Property(e => e.RegistrationNumber).HasMaxLength(LicenceNumber.Most);
            enterprise.Property(e => e.RegistrationKey).HasMaxLength(LicenceNumber.Most);
            enterprise.Property(e => e.LegalRepresentative).HasMaxLength(CustomerRules<ICustomerInput>.MostRepresentative);
            enterprise.Property(e => e.RegisteredAddress).HasMaxLength(CustomerRules<ICustomerInput>.MostAddress);
            enterprise.Property(e => e.Industry).HasConversion<string>().HasMaxLength(1);
            enterprise.Property(e => e.Size).HasConversion<string>().HasMaxLength(10);
            enterprise.Property(e => e.CreditClass).HasConversion<string>().HasMaxLength(1);
            enterprise.Property(e => e.State).HasConversion<string>().HasMaxLength(10);
            enterprise.Property(e => e.StateReason).HasMaxLength(MostReason);
            enterprise.HasIndex(e => e.SearchName).IsUnique();
            enterprise.HasIndex(e => e.Number).IsUnique();
            enterprise.HasIndex(e => e.RegistrationKey).IsUnique();
            enterprise.Property(e => e.NameKey).HasMaxLength(200);
            enterprise.HasIndex(e => e.NameKey);
            enterprise.HasIndex(e => e.ManagerId);
            enterprise.HasMany(e => e.Contacts).WithOne().HasForeignKey(c => c.EnterpriseId);
            enterprise.HasMany(e => e.Tags).WithOne().HasForeignKey(t => t.EnterpriseId);
        });
        EnterpriseContact.Map(model);
        BroadbandLine.Map(model);
        ManagerChange.Map(model);
        Proposals.EnterpriseProposal.Map(model);
        model.Entity<EnterpriseTag>(tag =>
        {
            tag.ToTable("enterprise_tags").HasKey(t => new { t.EnterpriseId, t.Key });
            tag.Property(t => t.Key).HasMaxLength(CustomerRules<ICustomerInput>.MostTag);
            tag.Property(t => t.Name).HasMaxLength(CustomerRules<ICustomerInput>.MostTag);
            tag.HasIndex(t => t.Key);
        });
    }
}
