using BroadbandHub.Sdk.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Troubled;

/// <summary>Tables whose model or migration never comes back.</summary>
public abstract class TroubledDb(DbContextOptions options) : PluginDb(options)
{
    public static string? Trouble { get; set; }

    protected override string TablePrefix => "bad_";

    internal static void HangIf(string trouble)
    {
        if (Trouble == trouble)
        {
            new ManualResetEvent(false).WaitOne();
        }
    }

    protected override void MapModel(ModelBuilder model) => HangIf("model-hangs");
}

public sealed class SqliteTroubledDb(DbContextOptions<SqliteTroubledDb> options) : TroubledDb(options);

public sealed class MySqlTroubledDb(DbContextOptions<MySqlTroubledDb> options) : TroubledDb(options);

[DbContext(typeof(SqliteTroubledDb))]
[Migration("20260101000000_Initial")]
internal sealed class SqliteHanging : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => TroubledDb.HangIf("migration-hangs");
}

[DbContext(typeof(MySqlTroubledDb))]
[Migration("20260101000000_Initial")]
internal sealed class MySqlHanging : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => TroubledDb.HangIf("migration-hangs");
}
