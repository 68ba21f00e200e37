using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.News.Migrations.Sqlite;

[DbContext(typeof(SqliteNewsDb))]
[Migration("20261122000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "news_articles",
            table => new
            {
                Id = table.Column<byte[]>("BLOB"),
                Title = table.Column<string>("TEXT", maxLength: 200),
                Text = table.Column<string>("TEXT", maxLength: 20_000),
                State = table.Column<int>("INTEGER"),
                PublishOn = table.Column<DateOnly>("TEXT"),
                CreatedAt = table.Column<long>("INTEGER"),
                ChangedAt = table.Column<long>("INTEGER"),
                Revision = table.Column<long>("INTEGER"),
            },
            constraints: table => table.PrimaryKey("PK_news_articles", a => a.Id));
        migrationBuilder.CreateIndex("IX_news_articles_State_PublishOn", "news_articles", ["State", "PublishOn"]);
    }
}
