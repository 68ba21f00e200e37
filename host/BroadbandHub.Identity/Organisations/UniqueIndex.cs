using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace BroadbandHub.Identity.Organisations;

/// <summary>Tells a broken unique index from any other trouble with the database.</summary>
internal static class UniqueIndex
{
    private const int SqliteConstraintUnique = 2067;

    public static bool IsViolatedBy(DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode == SqliteConstraintUnique,
        MySqlException mySql => mySql.ErrorCode == MySqlErrorCode.DuplicateKeyEntry,
        _ => false,
    };
}
