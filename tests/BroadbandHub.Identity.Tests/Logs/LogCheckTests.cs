using BroadbandHub.Identity.Logs;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Logs;

public sealed class LogCheckTests
{
    private const ChangeBook Book = ChangeBook.Business;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whatever_somebody_does_to_the_tables_is_found_and_taking_it_back_makes_the_log_whole(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        await QuietAsync(world);
        for (var i = 0; i < 4; i++)
        {
            await world.SealSomeAsync();
        }

        var whole = await world.CheckAsync();
        Assert.Null(whole.Broken);
        Assert.True(whole.Blocks >= 4 && whole.Entries >= 12);
        var blocks = await world.ReadAsync(db => db.LogBlocks.AsNoTracking().Where(b => b.Book == Book).OrderBy(b => b.Number).ToListAsync());
        var (second, sealedAt) = (blocks[^3].Number, blocks[^3].SealedAt);
        var rows = await world.ReadAsync(db => db.LogEntries.AsNoTracking().Where(e => e.Block == second && e.Book == Book).OrderBy(e => e.Id).ToListAsync());

        // A changed line, in each of its parts.
        await TriedAsync(world, rows[1], e => e.Kind, "identity.partner.created", "entry", second);
        await TriedAsync(world, rows[1], e => e.SubjectName, "Somebody else", "entry", second);
        await TriedAsync(world, rows[1], e => e.ActorName, "Somebody else", "entry", second);
        await TriedAsync(world, rows[1], e => e.At, rows[1].At.AddHours(-1), "entry", second);
        await TriedAsync(world, rows[1], e => e.Refused, "permission.missing", "entry", second);

        // Moved to another block, or out of its block.
        await TriedAsync(world, rows[1], e => e.Block, second + 1, "entries_missing", second);
        await TriedAsync(world, rows[1], e => e.Block, null, "entries_missing", second);

        // Two lines that change places.
        await world.TamperAsync(db => SwapAsync(db, rows[0], rows[1]));
        await IsBrokenAsync(world, "entry", second);
        await world.TamperAsync(db => PutBothBackAsync(db, rows[0], rows[1]));

        // A part taken out as if the hub had erased it.
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Id == rows[1].Id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.ActorName, (string?)null).SetProperty(e => e.Address, (string?)null).SetProperty(e => e.ActorSalt, (byte[]?)null).SetProperty(e => e.ActorErased, new byte[32])));
        await IsBrokenAsync(world, "entry", second);
        await PutBackAsync(world, rows[1]);

        // A deleted line.
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Id == rows[1].Id).ExecuteDeleteAsync());
        await IsBrokenAsync(world, "entries_missing", second);
        await PutBackAsync(world, rows[1]);

        // An inserted line, sealed or waiting.
        var copy = Copy(rows[0], LogEntryId.New(TimeProvider.System), second);
        await world.TamperAsync(db => AddAsync(db, copy));
        await IsBrokenAsync(world, "entry", second);
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Id == copy.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Block, (long?)null)));
        await IsBrokenAsync(world, "entry", null);
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Id == copy.Id).ExecuteDeleteAsync());

        // A removed block: alone, with its lines, and the last one alone.
        await RemovedAsync(world, blocks[^2], withLines: false, "block_missing", blocks[^2].Number);
        await RemovedAsync(world, blocks[^2], withLines: true, "block_missing", blocks[^2].Number);
        await RemovedAsync(world, blocks[0], withLines: true, "block_missing", blocks[0].Number);
        await RemovedAsync(world, blocks[^1], withLines: false, "block_missing", blocks[^1].Number);

        // A changed block, and one made with no key.
        await world.TamperAsync(db => db.LogBlocks.Where(b => b.Book == Book && b.Number == second).ExecuteUpdateAsync(set => set.SetProperty(b => b.SealedAt, b => b.LastAt)));
        await IsBrokenAsync(world, "block", second);
        await world.TamperAsync(db => db.LogBlocks.Where(b => b.Book == Book && b.Number == second).ExecuteUpdateAsync(set => set.SetProperty(b => b.SealedAt, sealedAt)));
        Assert.Null((await world.CheckAsync()).Broken);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_line_of_a_slow_transaction_goes_into_a_later_block_and_nobody_waits(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        await QuietAsync(world);
        if (engine == Engine.Sqlite)
        {
            // One writer: nothing can overtake. What is written later with an earlier id is what would go wrong.
            await world.SealSomeAsync();
            await AddLateAsync(world, TimeSpan.FromHours(-1));
        }
        else
        {
            var begun = new TaskCompletionSource();
            var goOn = new TaskCompletionSource();
            var slow = world.DoAsync(s => s.GetRequiredService<IUnitOfWork>().RunAsync(
                async () =>
                {
                    s.GetRequiredService<ChangeLog>().Add("identity.enterprise.created", new Change().About("enterprise", "slow", "Slow"), null);
                    await s.GetRequiredService<IdentityDb>().SaveChangesAsync();
                    begun.TrySetResult();
                    await goOn.Task;
                    return true;
                },
                _ => true,
                TestContext.Current.CancellationToken));
            await begun.Task;
            await world.SealSomeAsync();
            Assert.False(slow.IsCompleted);
            goOn.SetResult();
            await slow;
        }

        Assert.Equal(1, (await world.CheckAsync()).Pending);
        var before = (await world.CheckAsync()).Blocks;
        await world.SealAsync();
        var after = await world.CheckAsync();
        Assert.Null(after.Broken);
        Assert.Equal((before + 1, 0L), (after.Blocks, after.Pending));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Old_blocks_go_and_a_sealed_checkpoint_holds_the_chain(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Book == Book).ExecuteDeleteAsync());
        await world.TamperAsync(db => db.LogBlocks.Where(b => b.Book == Book).ExecuteDeleteAsync());
        await AddLateAsync(world, TimeSpan.FromDays(-35));
        await world.SealAsync();
        Assert.Equal((0L, 1L), await DroppedAndKeptAsync(world));

        Assert.Equal("log.bad_retention", (await world.DoAsync(s => s.GetRequiredService<IMediator>().Send(new SetLogRetention.Command(29, 30)))).Error?.Code);
        Assert.True((await world.DoAsync(s => s.GetRequiredService<IMediator>().Send(new SetLogRetention.Command(30, 4000)))).IsOk);
        await world.SealAsync();
        Assert.Equal((1L, 0L), await DroppedAndKeptAsync(world));

        // A block goes as a whole, when the youngest line of it is old enough.
        await AddLateAsync(world, TimeSpan.FromDays(-35));
        await world.SealSomeAsync();
        Assert.Equal((1L, 4L), await DroppedAndKeptAsync(world));

        await world.TamperAsync(db => db.LogCheckpoints.Where(c => c.Book == Book).ExecuteUpdateAsync(set => set.SetProperty(c => c.Entries, 0L)));
        await IsBrokenAsync(world, "checkpoint", 1);
        await world.TamperAsync(db => db.LogCheckpoints.Where(c => c.Book == Book).ExecuteUpdateAsync(set => set.SetProperty(c => c.Entries, 1L)));
        Assert.Null((await world.CheckAsync()).Broken);
        await world.TamperAsync(db => db.LogCheckpoints.Where(c => c.Book == Book).ExecuteDeleteAsync());
        await IsBrokenAsync(world, "block_missing", 1);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_erased_person_is_in_no_line_and_the_chain_stays_whole(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        using var boss = new BrowserSession(world.Hub);
        Assert.Equal("/workspace", await boss.SignInAsync("boss@acme.example", IdentityHub.Password));
        var (id, name) = await world.ReadAsync(async db => await db.People.Where(p => p.Email == "boss@acme.example").Select(p => ValueTuple.Create(p.Id, p.FullName)).SingleAsync());
        await world.SealAsync();
        Assert.True(await NamedAsync(world, name) > 0);

        var erased = await world.DoAsync(s => s.GetRequiredService<IMediator>().Send(new EraseFromLogs.Command(new PersonId(id))));

        Assert.True(erased.Value.Entries > 0);
        Assert.Equal(0, await NamedAsync(world, name));
        await world.SealAsync();
        var check = await world.CheckAsync(ChangeBook.Administration);
        Assert.Null(check.Broken);
        Assert.Equal(erased.Value.Entries, check.Erased);
    }

    private static Task<int> NamedAsync(LogWorld world, string name) =>
        world.ReadAsync(db => db.LogEntries.CountAsync(e => e.ActorName == name || e.SubjectName == name || e.Fields!.Contains(name)));

    /// <summary>Seals what the demonstration's accounts wrote, so that the blocks of a test are its own.</summary>
    private static async Task QuietAsync(LogWorld world)
    {
        await world.SealSomeAsync();
        Assert.Null((await world.CheckAsync()).Broken);
    }

    private static async Task<(long Dropped, long Kept)> DroppedAndKeptAsync(LogWorld world)
    {
        var check = await world.CheckAsync();
        Assert.Null(check.Broken);
        return (check.Dropped, check.Entries);
    }

    private static Task AddLateAsync(LogWorld world, TimeSpan ago) => world.TamperAsync(async db =>
    {
        var at = TimeProvider.System.GetUtcNow().Add(ago).ToWholeMicros();
        var entry = new LogEntry { Id = new(Guid.CreateVersion7(at)), Book = Book, At = at, Kind = "identity.enterprise.created", SubjectName = "Late" };
        world.Hub.Services.GetRequiredService<LogSeal>().Finish(entry);
        return await AddAsync(db, entry);
    });

    private static async Task TriedAsync<T>(LogWorld world, LogEntry row, System.Linq.Expressions.Expression<Func<LogEntry, T>> property, T value, string what, long block)
    {
        var name = ((System.Linq.Expressions.MemberExpression)property.Body).Member.Name;
        await world.TamperAsync(async db =>
        {
            var there = await db.LogEntries.SingleAsync(e => e.Id == row.Id);
            db.Entry(there).Property(name).CurrentValue = value;
            return await db.SaveChangesAsync();
        });
        await IsBrokenAsync(world, what, block);
        await PutBackAsync(world, row);
        Assert.Null((await world.CheckAsync()).Broken);
    }

    private static async Task IsBrokenAsync(LogWorld world, string what, long? block)
    {
        var broken = (await world.CheckAsync()).Broken;
        Assert.Equal((what, block), (broken?.What, broken?.Block));
    }

    private static async Task RemovedAsync(LogWorld world, LogBlock block, bool withLines, string what, long number)
    {
        var lines = await world.ReadAsync(db => db.LogEntries.AsNoTracking().Where(e => e.Book == Book && e.Block == block.Number).ToListAsync());
        await world.TamperAsync(async db =>
        {
            var gone = await db.LogBlocks.Where(b => b.Book == Book && b.Number == block.Number).ExecuteDeleteAsync();
            return withLines ? await db.LogEntries.Where(e => e.Book == Book && e.Block == block.Number).ExecuteDeleteAsync() : gone;
        });
        await IsBrokenAsync(world, what, number);
        await world.TamperAsync(async db =>
        {
            db.LogBlocks.Add(block);
            if (withLines)
            {
                db.LogEntries.AddRange(lines);
            }

            return await db.SaveChangesAsync();
        });
        Assert.Null((await world.CheckAsync()).Broken);
    }

    private static Task PutBackAsync(LogWorld world, LogEntry row) => world.TamperAsync(async db =>
    {
        await db.LogEntries.Where(e => e.Id == row.Id).ExecuteDeleteAsync();
        return await AddAsync(db, Copy(row, row.Id, row.Block));
    });

    private static async Task<int> SwapAsync(IdentityDb db, LogEntry one, LogEntry other)
    {
        await db.LogEntries.Where(e => e.Id == one.Id || e.Id == other.Id).ExecuteDeleteAsync();
        await AddAsync(db, Copy(one, other.Id, other.Block));
        return await AddAsync(db, Copy(other, one.Id, one.Block));
    }

    private static async Task<int> PutBothBackAsync(IdentityDb db, LogEntry one, LogEntry other)
    {
        await db.LogEntries.Where(e => e.Id == one.Id || e.Id == other.Id).ExecuteDeleteAsync();
        await AddAsync(db, Copy(one, one.Id, one.Block));
        return await AddAsync(db, Copy(other, other.Id, other.Block));
    }

    private static async Task<int> AddAsync(IdentityDb db, LogEntry entry)
    {
        db.LogEntries.Add(entry);
        var saved = await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        return saved;
    }

    private static LogEntry Copy(LogEntry row, LogEntryId id, long? block) => new()
    {
        Id = id, Book = row.Book, At = row.At, Kind = row.Kind, Refused = row.Refused, ActorId = row.ActorId, ActorClient = row.ActorClient, ActorEnterprise = row.ActorEnterprise, ActorPartner = row.ActorPartner,
        SubjectType = row.SubjectType, SubjectId = row.SubjectId, PersonId = row.PersonId, EnterpriseId = row.EnterpriseId, PartnerId = row.PartnerId, ActorName = row.ActorName, Address = row.Address,
        ActorSalt = row.ActorSalt, ActorDigest = row.ActorDigest, ActorErased = row.ActorErased, SubjectName = row.SubjectName, Fields = row.Fields, AboutSalt = row.AboutSalt, AboutDigest = row.AboutDigest,
        AboutErased = row.AboutErased, Digest = row.Digest, Block = block,
    };
}
