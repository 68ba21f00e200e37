using BroadbandHub.Storage.Contracts;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.Storage.UnitOfWork;

internal sealed class UnitOfWork(ScopeConnection scope, IHubDatabase database) : IUnitOfWork
{
    private const int MostAttempts = 5;
    private readonly List<Action> afterCommit = [];
    private bool running;

    public void AfterCommit(Action action) => afterCommit.Add(action);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> commitWhen, CancellationToken cancellationToken)
    {
        if (running)
        {
            return await work();
        }

        running = true;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                afterCommit.Clear();
                try
                {
                    return await TryAsync(work, commitWhen, cancellationToken);
                }
                catch (Exception e) when (attempt < MostAttempts && IsTransient(e))
                {
                    // Waiting for a database is waiting in real time, whatever time the hub's clock shows.
                    await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt), cancellationToken);
                }
            }
        }
        finally
        {
            running = false;
        }
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> work, Func<T, bool> commitWhen, CancellationToken cancellationToken)
    {
        var committed = false;
        try
        {
            using var turn = await database.EnterWriteAsync(cancellationToken);
            var transaction = await scope.BeginAsync(cancellationToken);
            T result;
            try
            {
                result = await work();
                if (commitWhen(result))
                {
                    foreach (var context in scope.Contexts.ToArray())
                    {
                        await context.SaveChangesAsync(cancellationToken);
                    }

                    // From here on the answer is decided by the database, not by a caller who went away.
                    await transaction.CommitAsync(CancellationToken.None);
                    committed = true;
                }
                else
                {
                    await transaction.RollbackAsync(CancellationToken.None);
                }
            }
            finally
            {
                await scope.EndAsync();
            }

            return result;
        }
        finally
        {
            if (!committed)
            {
                foreach (var context in scope.Contexts)
                {
                    context.ChangeTracker.Clear();
                }
            }
            else
            {
                foreach (var action in afterCommit)
                {
                    action();
                }
            }
        }
    }

    private static bool IsTransient(Exception? e) => e switch
    {
        null => false,
        MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CheckRead } => true,
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        _ => IsTransient(e.InnerException),
    };
}
