using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>Lines that are sealed together. Which ones is written at the lines: what commits late is in a later block, whatever its time.</summary>
internal sealed class LogBlock
{
    public ChangeBook Book { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public long Number { get; init; }

    public int Entries { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    public DateTimeOffset SealedAt { get; init; }

    public byte[] EntriesDigest { get; init; } = [];

    public byte[] Seal { get; set; } = [];
}

/// <summary>What is left of the blocks that were kept long enough: where the chain goes on.</summary>
internal sealed class LogCheckpoint
{
    public ChangeBook Book { get; init; }

    public long LastNumber { get; set; }

    public byte[] LastSeal { get; set; } = [];

    public long Entries { get; set; }

    public DateTimeOffset At { get; set; }

    public byte[] Seal { get; set; } = [];
}

/// <summary>How long a log is kept.</summary>
internal sealed class LogRetention
{
    public const int Usual = 1096;
    public const int Least = 30;
    public const int Most = 36_500;

    public ChangeBook Book { get; init; }

    public int Days { get; set; }
}

internal static class LogTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<LogEntry>(entry =>
        {
            entry.ToTable("log_entries").HasKey(e => e.Id);
            entry.Ignore(e => e.IsActorErased).Ignore(e => e.IsAboutErased);
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.Property(e => e.Kind).HasMaxLength(60);
            entry.Property(e => e.Refused).HasMaxLength(100);
            entry.Property(e => e.ActorClient).HasMaxLength(100);
            entry.Property(e => e.SubjectType).HasMaxLength(40);
            entry.Property(e => e.SubjectId).HasMaxLength(100);
            entry.Property(e => e.ActorName).HasMaxLength(200);
            entry.Property(e => e.Address).HasMaxLength(64);
            entry.Property(e => e.SubjectName).HasMaxLength(200);
            Bytes(entry.Property(e => e.ActorSalt), entry.Property(e => e.ActorErased), entry.Property(e => e.AboutSalt), entry.Property(e => e.AboutErased));
            Bytes(entry.Property(e => e.ActorDigest), entry.Property(e => e.AboutDigest), entry.Property(e => e.Digest));
            entry.HasIndex(e => new { e.Book, e.Id });
            entry.HasIndex(e => new { e.Book, e.Block, e.Id });
            entry.HasIndex(e => new { e.EnterpriseId, e.Id });
            entry.HasIndex(e => new { e.PartnerId, e.Id });
            entry.HasIndex(e => new { e.ActorId, e.Id });
            entry.HasIndex(e => new { e.PersonId, e.Id });
            entry.HasIndex(e => new { e.SubjectId, e.Id });
        });
        model.Entity<LogBlock>(block =>
        {
            block.ToTable("log_blocks").HasKey(b => new { b.Book, b.Number });
            Bytes(block.Property(b => b.EntriesDigest), block.Property(b => b.Seal));
        });
        model.Entity<LogCheckpoint>(checkpoint =>
        {
            checkpoint.ToTable("log_checkpoints").HasKey(c => c.Book);
            checkpoint.Property(c => c.Book).ValueGeneratedNever();
            Bytes(checkpoint.Property(c => c.LastSeal), checkpoint.Property(c => c.Seal));
        });
        model.Entity<LogRetention>(retention =>
        {
            retention.ToTable("log_retention").HasKey(r => r.Book);
            retention.Property(r => r.Book).ValueGeneratedNever();
        });
    }

    private static void Bytes(params Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder[] properties)
    {
        foreach (var property in properties)
        {
            property.HasMaxLength(32);
        }
    }
}
