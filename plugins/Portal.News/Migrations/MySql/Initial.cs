using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Portal.News.Migrations.MySql;

[DbContext(typeof(MySqlNewsDb))]
[Migration("20261122000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "news_articles",
            table => new
            {
                Id = table.Column<byte[]>("binary(16)"),
                Title = table.Column<string>("varchar(200)", maxLength: 200, collation: "utf8mb4_bin"),
                Text = table.Column<string>("mediumtext", maxLength: 20_000, collation: "utf8mb4_bin"),
                State = table.Column<int>("int"),
                PublishOn = table.Column<DateOnly>("date"),
                CreatedAt = table.Column<long>("bigint"),
                ChangedAt = table.Column<long>("bigint"),
                Revision = table.Column<long>("bigint"),
            },
            constraints: table => table.PrimaryKey("PK_news_articles", a => a.Id));
        migrationBuilder.CreateIndex("IX_news_articles_State_PublishOn", "news_articles", ["State", "PublishOn"]);
    }
}
