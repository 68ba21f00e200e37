using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.Logs;

/// <summary>
/// Seals what was written since, and drops blocks that were kept long enough. A block takes the lines that are committed and in none: a line of a slow
/// transaction may carry an earlier time and id than a sealed one, and goes into a later block. So no writer ever waits for the chain.
/// </summary>
internal sealed partial class SealLogs(IdentityDb db, LogSeal seal, IUnitOfWork unitOfWork, TimeProvider clock, ILogger<SealLogs> log) : IJob
{
    public const string Name = "identity.seal_logs";
    public const int MostEntries = 2_000;
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private const int MostBlocks = 50;

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var (sealedEntries, dropped) = (0, 0L);
        foreach (var book in Enum.GetValues<ChangeBook>())
        {
            for (var i = 0; i < MostBlocks && await SealAsync(book, cancellationToken) is > 0 and var some; i++)
            {
                sealedEntries += some;
            }

            dropped += await DropAsync(book, cancellationToken);
        }

        return sealedEntries + dropped == 0 ? null : $"Sealed {sealedEntries} entries of the logs; dropped {dropped} that were kept long enough.";
    }

    private async Task<int> SealAsync(ChangeBook book, CancellationToken cancellationToken)
    {
        var made = await unitOfWork.RunAsync(() => SealBlockAsync(book, cancellationToken), _ => true, cancellationToken);
        if (made is not null)
        {
            // Outside of the database too: with this line the last block can be told from an older one that somebody put back.
            LogSealed(log, book, made.Number, made.Entries, Convert.ToHexStringLower(made.Seal));
        }

        return made?.Entries ?? 0;
    }

    private async Task<LogBlock?> SealBlockAsync(ChangeBook book, CancellationToken cancellationToken)
    {
        var entries = await db.LogEntries.AsNoTracking().Where(e => e.Book == book && e.Block == null).OrderBy(e => e.Id).Take(MostEntries).ToListAsync(cancellationToken);
        if (entries.Count == 0)
        {
            return null;
        }

        var last = await db.LogBlocks.AsNoTracking().Where(b => b.Book == book).OrderByDescending(b => b.Number).FirstOrDefaultAsync(cancellationToken);
        var checkpoint = last is null ? await db.LogCheckpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Book == book, cancellationToken) : null;
        var number = (last?.Number ?? checkpoint?.LastNumber ?? 0) + 1;
        var block = new LogBlock
        {
            Book = book, Number = number, Entries = entries.Count, FirstAt = entries.Min(e => e.At), LastAt = entries.Max(e => e.At), SealedAt = clock.GetUtcNow().ToWholeMicros(),
            EntriesDigest = LogSeal.EntriesDigest(entries),
        };
        block.Seal = seal.BlockSeal(block, last?.Seal ?? checkpoint?.LastSeal ?? LogSeal.NoSeal);
        var taken = 0;
        foreach (var some in entries.Select(e => e.Id).Chunk(500))
        {
            taken += await db.LogEntries.Where(e => some.Contains(e.Id) && e.Block == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.Block, number), cancellationToken);
        }

        // A node that lost its lease in the middle meets the other one here, or at the block's key.
        if (taken != entries.Count)
        {
            throw new InvalidOperationException("Another node seals the log.");
        }

        db.LogBlocks.Add(block);
        return block;
    }

    private Task<long> DropAsync(ChangeBook book, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var days = await db.LogRetentions.AsNoTracking().Where(r => r.Book == book).Select(r => (int?)r.Days).SingleOrDefaultAsync(cancellationToken) ?? LogRetention.Usual;
            var before = clock.GetUtcNow().AddDays(-days);
            var oldest = await db.LogBlocks.AsNoTracking().Where(b => b.Book == book).OrderBy(b => b.Number).Take(MostBlocks).ToListAsync(cancellationToken);
            var old = oldest.TakeWhile(b => b.LastAt < before).ToList();
            if (old.Count == 0)
            {
                return 0L;
            }

            var numbers = old.ConvertAll(b => (long?)b.Number);
            await db.LogEntries.Where(e => e.Book == book && numbers.Contains(e.Block)).ExecuteDeleteAsync(cancellationToken);
            await db.LogBlocks.Where(b => b.Book == book && numbers.Contains(b.Number)).ExecuteDeleteAsync(cancellationToken);
            var checkpoint = await db.LogCheckpoints.SingleOrDefaultAsync(c => c.Book == book, cancellationToken);
            if (checkpoint is null)
            {
                db.LogCheckpoints.Add(checkpoint = new() { Book = book });
            }

            var dropped = old.Sum(b => (long)b.Entries);
            (checkpoint.LastNumber, checkpoint.LastSeal, checkpoint.At) = (old[^1].Number, old[^1].Seal, clock.GetUtcNow().ToWholeMicros());
            checkpoint.Entries += dropped;
            checkpoint.Seal = seal.CheckpointSeal(checkpoint);
            return dropped;
        },
        _ => true,
        cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Book} log: sealed block {Number} with {Entries} entries, seal {Seal}")]
    private static partial void LogSealed(ILogger log, ChangeBook book, long number, int entries, string seal);
}
