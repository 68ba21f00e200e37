using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MySqlConnector;

namespace BroadbandHub.Storage.Databases;

/// <summary>
/// Knows what EF Core is doing on each connection. A request may end while a component of its page still waits for a query, because another component
/// threw; closing the connection under the query gives the pool a connection with half an answer in it, which its next user reads as his own.
/// </summary>
internal static class ConnectionUse
{
    public static readonly IInterceptor[] Interceptors = [new Commands(), new Connections()];

    /// <summary>A query that takes longer costs its connection instead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConditionalWeakTable<DbConnection, Use> Uses = [];

    /// <summary>
    /// Waits until nothing runs on the connection and lets nothing new begin, so that it can be closed. What does not end in time takes the pool's idle
    /// connections with it, and never goes back to it.
    /// </summary>
    public static async ValueTask EndAsync(DbConnection connection)
    {
        if (!Uses.TryGetValue(connection, out var use) || use.TryClose())
        {
            return;
        }

        try
        {
            await use.CloseAsync().WaitAsync(Patience);
        }
        catch (TimeoutException) when (connection is MySqlConnection mySql)
        {
            await MySqlConnection.ClearPoolAsync(mySql);
        }
        catch (TimeoutException)
        {
            // SQLite ends its statements when the connection is closed.
        }
    }

    /// <summary>The connection has been closed and may be opened again.</summary>
    public static void Renew(DbConnection connection) => Uses.Remove(connection);

    /// <summary>For those who cannot wait: it is disposed at once, or as soon as nothing runs on it.</summary>
    public static void DisposeWhenIdle(DbConnection connection)
    {
        if (!Uses.TryGetValue(connection, out var use) || use.TryClose())
        {
            connection.Dispose();
            return;
        }

        _ = Task.Run(async () =>
        {
            await EndAsync(connection);
            await connection.DisposeAsync();
        });
    }

    private static void Begin(DbConnection? connection, Guid what)
    {
        if (connection is not null)
        {
            Uses.GetOrCreateValue(connection).Begin(what);
        }
    }

    private static void End(DbConnection? connection, Guid what)
    {
        if (connection is not null && Uses.TryGetValue(connection, out var use))
        {
            use.End(what);
        }
    }

    private sealed class Use
    {
        private readonly Lock turn = new();
        private readonly HashSet<Guid> running = [];
        private TaskCompletionSource? idle;
        private bool isClosed;

        public bool IsClosed
        {
            get
            {
                lock (turn)
                {
                    return isClosed;
                }
            }
        }

        public void Begin(Guid what)
        {
            lock (turn)
            {
                // Whoever still asks belongs to a request that has ended.
                ObjectDisposedException.ThrowIf(isClosed, typeof(DbConnection));
                running.Add(what);
            }
        }

        public void End(Guid what)
        {
            lock (turn)
            {
                if (running.Remove(what) && running.Count == 0 && idle is not null)
                {
                    isClosed = true;
                    idle.TrySetResult();
                }
            }
        }

        public bool TryClose()
        {
            lock (turn)
            {
                return isClosed |= running.Count == 0;
            }
        }

        public Task CloseAsync()
        {
            lock (turn)
            {
                return TryClose() ? Task.CompletedTask : (idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>A command runs from before it is sent until its reader is disposed.</summary>
    private sealed class Commands : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Begun(eventData, result);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(Begun(eventData, result));

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Begun(eventData, result);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Begun(eventData, result));

        public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Begun(eventData, result);

        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => new(Begun(eventData, result));

        public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result) => Ended(eventData, result);

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => new(Ended(eventData, result));

        public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result) => Ended(eventData, result);

        public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) => new(Ended(eventData, result));

        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => End(eventData.Connection, eventData.CommandId);

        public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default) => EndedAsync(eventData);

        public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => End(eventData.Connection, eventData.CommandId);

        public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default) => EndedAsync(eventData);

        public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
        {
            // EF Core disposes both after this, and SQLite's connection, when it is closed, its commands: two at once is one too many.
            var connection = command.Connection;
            if (command is SqliteCommand)
            {
                eventData.DataReader.Dispose();
                command.Dispose();
            }

            End(connection, eventData.CommandId);
            return result;
        }

        private static T Begun<T>(CommandEventData eventData, T result)
        {
            Begin(eventData.Connection, eventData.CommandId);
            return result;
        }

        private static T Ended<T>(CommandEndEventData eventData, T result)
        {
            End(eventData.Connection, eventData.CommandId);
            return result;
        }

        private static Task EndedAsync(CommandEndEventData eventData)
        {
            End(eventData.Connection, eventData.CommandId);
            return Task.CompletedTask;
        }
    }

    /// <summary>Opening and closing are work on the connection too.</summary>
    private sealed class Connections : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => Begun(connection, eventData, result);

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(Begun(connection, eventData, result));

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => End(connection, eventData.ConnectionId);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) => EndedAsync(connection, eventData);

        public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => End(connection, eventData.ConnectionId);

        public override Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default) => EndedAsync(connection, eventData);

        public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => Closing(connection, eventData, result);

        public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            new(Closing(connection, eventData, result));

        public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => End(connection, eventData.ConnectionId);

        public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData) => EndedAsync(connection, eventData);

        /// <summary>Two must not close it at once: once its end has begun, it is closed by whoever ends it.</summary>
        private static InterceptionResult Closing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            if (Uses.TryGetValue(connection, out var use) && use.IsClosed)
            {
                return InterceptionResult.Suppress();
            }

            return Begun(connection, eventData, result);
        }

        private static InterceptionResult Begun(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            Begin(connection, eventData.ConnectionId);
            return result;
        }

        private static Task EndedAsync(DbConnection connection, ConnectionEndEventData eventData)
        {
            End(connection, eventData.ConnectionId);
            return Task.CompletedTask;
        }
    }
}
