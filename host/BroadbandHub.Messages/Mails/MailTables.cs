using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Mails;

internal static class MailTables
{
    public static void Map(ModelBuilder model) => model.Entity<Mail>(mail =>
    {
        mail.ToTable("mails").HasKey(m => m.Id);
        mail.Property(m => m.Template).HasMaxLength(100);
        mail.Property(m => m.ToAddress).HasMaxLength(Mail.MostAddress);
        mail.Property(m => m.ToName).HasMaxLength(Mail.MostName);
        mail.Property(m => m.Language).HasMaxLength(5);
        mail.Property(m => m.Subject).HasMaxLength(Mail.MostSubject);
        mail.Property(m => m.Reason).HasMaxLength(Mail.MostReason);
        mail.Property(m => m.State).HasConversion<string>().HasMaxLength(10);
        mail.HasIndex(m => new { m.State, m.NextAttemptAt });
        mail.HasIndex(m => m.ToAddress);
    });
}
