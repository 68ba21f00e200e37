using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Storage.Databases;

internal sealed class SqliteStorageDbFactory : IDesignTimeDbContextFactory<SqliteStorageDb>
{
    public SqliteStorageDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteStorageDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlStorageDbFactory : IDesignTimeDbContextFactory<MySqlStorageDb>
{
    public MySqlStorageDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlStorageDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
