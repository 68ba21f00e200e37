using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.News.Migrations.Sqlite;

// Expands only: version 1 neither reads nor writes the new columns, and what it inserts gets their defaults.
[DbContext(typeof(SqliteNewsDb))]
[Migration("20261122000001_Summary")]
internal sealed class Summary : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Summary", "news_articles", "TEXT", maxLength: 300, nullable: true);
        migrationBuilder.AddColumn<bool>("Pinned", "news_articles", "INTEGER", defaultValue: false);
    }
}
