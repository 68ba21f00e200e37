using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Partners;

internal static class PartnerTables
{
    public const int MostReason = 500;

    public static void Map(ModelBuilder model) => model.Entity<Partner>(partner =>
    {
        partner.ToTable("partners");
        partner.HasKey(p => p.Id);
        partner.Property(p => p.Id).ValueGeneratedNever();
        partner.Property(p => p.Name).HasMaxLength(200);
        partner.Property(p => p.SearchName).HasMaxLength(200);
        partner.Property(p => p.RegistrationNumber).HasMaxLength(PartnerRules.MostRegistration);
        partner.Property(p => p.Address).HasMaxLength(PartnerRules.MostAddress);
        partner.Property(p => p.Website).HasMaxLength(PartnerRules.MostWebsite);
        partner.Property(p => p.About).HasMaxLength(PartnerRules.MostAbout);
        partner.Property(p => p.State).HasConversion<string>().HasMaxLength(10);
        partner.Property(p => p.StateReason).HasMaxLength(ApprovalDecision.MostComment);
        partner.Property(p => p.Language).HasMaxLength(2);
        partner.Property(p => p.AppliedFrom).HasMaxLength(64);
        partner.HasIndex(p => p.SearchName).IsUnique();
        partner.HasIndex(p => p.State);
        partner.OwnsOne(p => p.Contact, contact =>
        {
            contact.Property(c => c.Name).HasColumnName("ContactName").HasMaxLength(200);
            contact.Property(c => c.Email).HasColumnName("ContactEmail").HasMaxLength(256);
            contact.Property(c => c.Phone).HasColumnName("ContactPhone").HasMaxLength(50);
        });
    });

    /// <summary>Takes the partner until the transaction ends: whoever else changes it waits. Before anything is read.</summary>
    public static async Task<Partner?> LockPartnerAsync(this IdentityDb db, PartnerId id, CancellationToken cancellationToken)
    {
        await db.Partners.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, p => p.Name), cancellationToken);
        return await db.Partners.SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
    }
}
