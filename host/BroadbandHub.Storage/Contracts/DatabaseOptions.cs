namespace BroadbandHub.Storage.Contracts;

public enum DatabaseProvider
{
    Sqlite,
    MySql,
}

/// <summary>Where the hub's database is: section <c>Database</c> of the configuration (<c>Provider</c>, <c>ConnectionString</c>).</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>For SQLite <c>Data Source=/path/hub.db</c>; for MariaDB and MySQL a MySqlConnector string.</summary>
    public string ConnectionString { get; set; } = "";
}
