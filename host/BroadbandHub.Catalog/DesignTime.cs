using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Catalog;

internal sealed class SqliteCatalogDbFactory : IDesignTimeDbContextFactory<SqliteCatalogDb>
{
    public SqliteCatalogDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteCatalogDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlCatalogDbFactory : IDesignTimeDbContextFactory<MySqlCatalogDb>
{
    public MySqlCatalogDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlCatalogDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
