using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Templates;

internal static class TemplateTables
{
    public static void Map(ModelBuilder model) => model.Entity<ChangedWords>(words =>
    {
        words.ToTable("changed_words").HasKey(w => new { w.Template, w.Language });
        words.Property(w => w.Template).HasMaxLength(100);
        words.Property(w => w.Language).HasMaxLength(5);
        words.Property(w => w.Subject).HasMaxLength(MailWords.MostSubject);
        words.Property(w => w.ChangedBy).HasMaxLength(200);
        words.Property(w => w.Revision).IsConcurrencyToken();
    });
}
