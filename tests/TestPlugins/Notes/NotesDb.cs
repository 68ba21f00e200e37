using BroadbandHub.Sdk.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Notes;

public sealed class Note
{
    public long Id { get; set; }

    public required string Text { get; set; }

    public NoteMood Mood { get; set; }

    public DateTimeOffset WrittenAt { get; set; }

#if V2
    public string Colour { get; set; } = "yellow";
#endif
}

public enum NoteMood
{
    Calm,
    Bright,
}

public abstract class NotesDb(DbContextOptions options) : PluginDb(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override string TablePrefix => "tn_";

    protected override void MapModel(ModelBuilder model) => model.Entity<Note>(note =>
    {
        note.ToTable("notes");
        note.Property(n => n.Text).HasMaxLength(500);
#if V2
        note.Property(n => n.Colour).HasMaxLength(20);
#endif
    });
}

public sealed class SqliteNotesDb(DbContextOptions<SqliteNotesDb> options) : NotesDb(options);

public sealed class MySqlNotesDb(DbContextOptions<MySqlNotesDb> options) : NotesDb(options);

[DbContext(typeof(SqliteNotesDb))]
[Migration("20260101000000_Initial")]
internal sealed class SqliteInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "tn_notes",
        table => new
        {
            Id = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
            Text = table.Column<string>("TEXT", maxLength: 500),
            Mood = table.Column<int>("INTEGER"),
            WrittenAt = table.Column<long>("INTEGER"),
        },
        constraints: table => table.PrimaryKey("PK_tn_notes", n => n.Id));
}

[DbContext(typeof(MySqlNotesDb))]
[Migration("20260101000000_Initial")]
internal sealed class MySqlInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "tn_notes",
        table => new
        {
            Id = table.Column<long>("bigint").Annotation("MySql:ValueGenerationStrategy", 1),
            Text = table.Column<string>("varchar(500)", maxLength: 500, collation: "utf8mb4_bin"),
            Mood = table.Column<int>("int"),
            WrittenAt = table.Column<long>("bigint"),
        },
        constraints: table => table.PrimaryKey("PK_tn_notes", n => n.Id));
}

#if V2
[DbContext(typeof(SqliteNotesDb))]
[Migration("20260201000000_Colour")]
internal sealed class SqliteColour : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Colour", "tn_notes", "TEXT", maxLength: 20, nullable: false, defaultValue: "yellow");
}

[DbContext(typeof(MySqlNotesDb))]
[Migration("20260201000000_Colour")]
internal sealed class MySqlColour : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Colour", "tn_notes", "varchar(20)", maxLength: 20, nullable: false, defaultValue: "yellow", collation: "utf8mb4_bin");
}
#endif
