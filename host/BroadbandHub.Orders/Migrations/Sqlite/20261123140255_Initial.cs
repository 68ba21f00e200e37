using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Orders.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ord_attempts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OperationId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Message = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ord_attempts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ord_operations",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Step = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    LastOutcome = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    LastMessage = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ord_operations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ord_seats",
                columns: table => new
                {
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AssignedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AssignedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Roles = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ord_seats", x => new { x.SubscriptionId, x.PersonId });
                });

            migrationBuilder.CreateTable(
                name: "ord_subscriptions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PlanVersionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RefusedCode = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    RefusedReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ActivatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ord_subscriptions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ord_used_keys",
                columns: table => new
                {
                    Caller = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Content = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ord_used_keys", x => new { x.Caller, x.Key });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ord_attempts_OperationId",
                table: "ord_attempts",
                column: "OperationId");

            migrationBuilder.CreateIndex(
                name: "IX_ord_operations_State_NextAttemptAt",
                table: "ord_operations",
                columns: new[] { "State", "NextAttemptAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ord_operations_SubscriptionId",
                table: "ord_operations",
                column: "SubscriptionId");

            migrationBuilder.CreateIndex(
                name: "IX_ord_seats_PersonId",
                table: "ord_seats",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_ord_subscriptions_EnterpriseId_State",
                table: "ord_subscriptions",
                columns: new[] { "EnterpriseId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_ord_subscriptions_ProductId",
                table: "ord_subscriptions",
                column: "ProductId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ord_attempts");

            migrationBuilder.DropTable(
                name: "ord_operations");

            migrationBuilder.DropTable(
                name: "ord_seats");

            migrationBuilder.DropTable(
                name: "ord_subscriptions");

            migrationBuilder.DropTable(
                name: "ord_used_keys");
        }
    }
}
