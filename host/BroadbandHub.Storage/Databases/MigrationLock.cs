using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Storage.Databases;

/// <summary>One migration at a time in the whole installation: a server lock on MariaDB, a process-wide one for the embedded database.</summary>
internal sealed class MigrationLock(HubDatabase database)
{
    private const string Name = "broadbandhub.migrations";
    private static readonly SemaphoreSlim InProcess = new(1, 1);

    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await InProcess.WaitAsync(cancellationToken);
        try
        {
            if (database.Provider == DatabaseProvider.Sqlite)
            {
                await work();
                return;
            }

            await using var connection = database.CreateServerConnection();
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 330;
            command.CommandText = $"SELECT GET_LOCK('{Name}', 300)";
            if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) != 1)
            {
                throw new TimeoutException("Another node has been migrating the database for five minutes. Look at that node's log.");
            }

            try
            {
                await work();
            }
            finally
            {
                command.CommandText = $"SELECT RELEASE_LOCK('{Name}')";
                await command.ExecuteScalarAsync(CancellationToken.None);
            }
        }
        finally
        {
            InProcess.Release();
        }
    }
}
