using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "st_event_subscriptions",
                columns: table => new
                {
                    EventName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PluginId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_event_subscriptions", x => new { x.EventName, x.PluginId });
                });

            migrationBuilder.CreateTable(
                name: "st_events",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Json = table.Column<string>(type: "TEXT", maxLength: 70000, nullable: false),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_events", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "st_files",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", maxLength: 67108864, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    StoredAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_files", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "st_jobs",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    LastRunAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NextRunAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Node = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Succeeded = table.Column<bool>(type: "INTEGER", nullable: false),
                    Message = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_jobs", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "st_leases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Holder = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_leases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "st_release",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_release", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "st_deliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EventId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PluginId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeaseToken = table.Column<byte[]>(type: "BLOB", nullable: true),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_st_deliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_st_deliveries_st_events_EventId",
                        column: x => x.EventId,
                        principalTable: "st_events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_st_deliveries_EventId",
                table: "st_deliveries",
                column: "EventId");

            migrationBuilder.CreateIndex(
                name: "IX_st_deliveries_PluginId_State_NextAttemptAt",
                table: "st_deliveries",
                columns: new[] { "PluginId", "State", "NextAttemptAt" });

            migrationBuilder.CreateIndex(
                name: "IX_st_deliveries_PluginId_Subject_State",
                table: "st_deliveries",
                columns: new[] { "PluginId", "Subject", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "st_deliveries");

            migrationBuilder.DropTable(
                name: "st_event_subscriptions");

            migrationBuilder.DropTable(
                name: "st_files");

            migrationBuilder.DropTable(
                name: "st_jobs");

            migrationBuilder.DropTable(
                name: "st_leases");

            migrationBuilder.DropTable(
                name: "st_release");

            migrationBuilder.DropTable(
                name: "st_events");
        }
    }
}
