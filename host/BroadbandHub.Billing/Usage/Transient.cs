using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// Failures after which the same work may be tried again because its keys make it idempotent: deadlocks, lost connections (also in the middle of a commit),
/// a cluster that is electing. The driver's own list lacks the last ones.
/// </summary>
internal static class Transient
{
    private const int NotPreparedForQueries = 1047;

    public static bool Is(Exception? e) => e switch
    {
        null => false,
        MySqlException mySql => mySql.IsTransient || (int)mySql.ErrorCode == NotPreparedForQueries
            || mySql.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.CheckRead or MySqlErrorCode.UnableToConnectToHost
            || mySql.ErrorCode == MySqlErrorCode.None || Is(mySql.InnerException),
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        System.Net.Sockets.SocketException or IOException => true,
        _ => Is(e.InnerException),
    };
}
