using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.News.Migrations.MySql;

// Expands only: version 1 neither reads nor writes the new columns, and what it inserts gets their defaults.
[DbContext(typeof(MySqlNewsDb))]
[Migration("20261122000001_Summary")]
internal sealed class Summary : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Summary", "news_articles", "varchar(300)", maxLength: 300, nullable: true, collation: "utf8mb4_bin");
        migrationBuilder.AddColumn<bool>("Pinned", "news_articles", "tinyint(1)", defaultValue: false);
    }
}
