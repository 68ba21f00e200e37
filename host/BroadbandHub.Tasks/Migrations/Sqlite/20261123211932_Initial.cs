using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Tasks.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tsk_tasks",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    OpenKey = table.Column<string>(type: "TEXT", maxLength: 201, nullable: true),
                    TitleEnglish = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    TitleChinese = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Href = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Facts = table.Column<string>(type: "TEXT", nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Names = table.Column<byte[]>(type: "BLOB", nullable: true),
                    RequestedBy = table.Column<byte[]>(type: "BLOB", nullable: true),
                    RequestedByClient = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    ClaimedBy = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ClaimedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DecidedBy = table.Column<byte[]>(type: "BLOB", nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Comment = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tsk_tasks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tsk_tasks_Audience_State_RequestedAt",
                table: "tsk_tasks",
                columns: new[] { "Audience", "State", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_tsk_tasks_OpenKey",
                table: "tsk_tasks",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tsk_tasks_RequestedBy",
                table: "tsk_tasks",
                column: "RequestedBy");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tsk_tasks");
        }
    }
}
