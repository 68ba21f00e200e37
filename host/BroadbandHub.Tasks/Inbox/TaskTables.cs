using BroadbandHub.Identity.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

internal static class TaskTables
{
    public static void Map(ModelBuilder model) => model.Entity<HubTask>(task =>
    {
        task.ToTable("tasks").HasKey(t => t.Id);
        task.Ignore(t => t.Title);
        task.Ignore(t => t.IsOpen);
        task.Property(t => t.Kind).HasMaxLength(HubTask.MostKind);
        task.Property(t => t.Subject).HasMaxLength(HubTask.MostSubject);
        task.Property(t => t.OpenKey).HasMaxLength(HubTask.MostKind + 1 + HubTask.MostSubject);
        task.Property(t => t.TitleEnglish).HasMaxLength(HubTask.MostTitle);
        task.Property(t => t.TitleChinese).HasMaxLength(HubTask.MostTitle);
        task.Property(t => t.Href).HasMaxLength(HubTask.MostHref);
        task.Property(t => t.RequestedByClient).HasMaxLength(200);
        task.Property(t => t.Comment).HasMaxLength(ApprovalDecision.MostComment);
        task.Property(t => t.Audience).HasConversion<string>().HasMaxLength(20);
        task.Property(t => t.State).HasConversion<string>().HasMaxLength(20);
        task.HasIndex(t => t.OpenKey).IsUnique();
        task.HasIndex(t => new { t.Audience, t.State, t.RequestedAt });
        task.HasIndex(t => t.RequestedBy);
    });
}
