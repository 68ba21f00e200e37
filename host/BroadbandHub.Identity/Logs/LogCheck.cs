using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>Reads a log from its oldest block to the newest line and finds the first thing that is not as the hub wrote it.</summary>
internal sealed class LogCheck(IdentityDb db, LogSeal seal)
{
    private const int Batch = 2_000;
    private const int MostAttempts = 3;

    /// <param name="Pending">Lines that wait for their block.</param>
    /// <param name="Erased">Lines of which the hub has erased a part.</param>
    internal sealed record Result(ChangeBook Book, long Blocks, long Entries, long Pending, long Erased, long Dropped, long? LastBlock, string? LastSeal, Broken? Broken)
    {
        public bool IsWhole => Broken is null;
    }

    /// <param name="What">A stable word: <c>checkpoint</c>, <c>block_missing</c>, <c>block</c>, <c>entry</c>, <c>entries_missing</c>, <c>entries_added</c>.</param>
    internal sealed record Broken(string What, long? Block, LogEntryId? Entry, DateTimeOffset? At);

    public async Task<Result> RunAsync(ChangeBook book, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await CheckpointAsync(book, cancellationToken);
            var result = await WalkAsync(book, before, cancellationToken);

            // Old blocks may be dropped while this reads: then what looked broken is looked at again.
            if (result.IsWhole || attempt == MostAttempts || (await CheckpointAsync(book, cancellationToken))?.LastNumber == before?.LastNumber)
            {
                return result;
            }
        }
    }

    private Task<LogCheckpoint?> CheckpointAsync(ChangeBook book, CancellationToken cancellationToken) =>
        db.LogCheckpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Book == book, cancellationToken);

    private async Task<Result> WalkAsync(ChangeBook book, LogCheckpoint? checkpoint, CancellationToken cancellationToken)
    {
        var result = new Result(book, 0, 0, 0, 0, checkpoint?.Entries ?? 0, checkpoint?.LastNumber, null, null);
        if (checkpoint is not null && !seal.CheckpointSeal(checkpoint).AsSpan().SequenceEqual(checkpoint.Seal))
        {
            return result with { Broken = new("checkpoint", checkpoint.LastNumber, null, checkpoint.At) };
        }

        var (number, previous) = (checkpoint?.LastNumber ?? 0, checkpoint?.LastSeal ?? LogSeal.NoSeal);
        while (await db.LogBlocks.AsNoTracking().Where(b => b.Book == book && b.Number > number).OrderBy(b => b.Number).Take(100).ToListAsync(cancellationToken) is { Count: > 0 } blocks)
        {
            foreach (var block in blocks)
            {
                if (block.Number != number + 1)
                {
                    return result with { Broken = new("block_missing", number + 1, null, null) };
                }

                if (!seal.BlockSeal(block, previous).AsSpan().SequenceEqual(block.Seal))
                {
                    return result with { Broken = new("block", block.Number, null, block.SealedAt) };
                }

                var entries = await db.LogEntries.AsNoTracking().Where(e => e.Book == book && e.Block == block.Number).ToListAsync(cancellationToken);
                if (Look(block, entries) is { } broken)
                {
                    return result with { Broken = broken };
                }

                (number, previous) = (block.Number, block.Seal);
                result = result with
                {
                    Blocks = result.Blocks + 1, Entries = result.Entries + entries.Count, Erased = result.Erased + entries.Count(e => e.IsActorErased || e.IsAboutErased),
                    LastBlock = number, LastSeal = Convert.ToHexStringLower(previous),
                };
            }
        }

        return await LookBesideAsync(result, number, cancellationToken);
    }

    private Broken? Look(LogBlock block, List<LogEntry> entries)
    {
        if (entries.OrderBy(e => e.Id.Value).FirstOrDefault(e => !seal.IsGenuine(e)) is { } changed)
        {
            return new("entry", block.Number, changed.Id, changed.At);
        }

        return entries.Count < block.Entries ? new("entries_missing", block.Number, null, block.LastAt)
            : entries.Count > block.Entries ? new("entries_added", block.Number, null, block.LastAt)
            : LogSeal.EntriesDigest(entries).AsSpan().SequenceEqual(block.EntriesDigest) ? null
            : new("entries_missing", block.Number, null, block.LastAt);
    }

    /// <summary>Lines in no block yet, and lines that name a block which is not there.</summary>
    private async Task<Result> LookBesideAsync(Result result, long last, CancellationToken cancellationToken)
    {
        var first = last - result.Blocks + 1;
        var orphan = await db.LogEntries.AsNoTracking().Where(e => e.Book == result.Book && e.Block != null && (e.Block > last || e.Block < first)).OrderBy(e => e.Block).FirstOrDefaultAsync(cancellationToken);
        if (orphan is not null && !await db.LogBlocks.AnyAsync(b => b.Book == result.Book && b.Number == orphan.Block, cancellationToken))
        {
            return result with { Broken = new("block_missing", orphan.Block, orphan.Id, orphan.At) };
        }

        LogEntryId? after = null;
        while (await WaitingAsync(result.Book, after, cancellationToken) is { Count: > 0 } waiting)
        {
            if (waiting.Find(e => !seal.IsGenuine(e)) is { } changed)
            {
                return result with { Broken = new("entry", null, changed.Id, changed.At) };
            }

            after = waiting[^1].Id;
            result = result with { Pending = result.Pending + waiting.Count, Erased = result.Erased + waiting.Count(e => e.IsActorErased || e.IsAboutErased) };
        }

        return result;
    }

    private Task<List<LogEntry>> WaitingAsync(ChangeBook book, LogEntryId? after, CancellationToken cancellationToken)
    {
        var waiting = db.LogEntries.AsNoTracking().Where(e => e.Book == book && e.Block == null);
        if (after is { } last)
        {
            waiting = waiting.Where(e => IdOrder.Compare(e.Id, last) > 0);
        }

        return waiting.OrderBy(e => e.Id).Take(Batch).ToListAsync(cancellationToken);
    }
}
