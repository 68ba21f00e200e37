using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Billing.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bil_accounts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_bill_lines",
                columns: table => new
                {
                    BillId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    LineKeyId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    FromRevision = table.Column<int>(type: "INTEGER", nullable: false),
                    ToRevision = table.Column<int>(type: "INTEGER", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    QuantityUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    QuantityFraction = table.Column<long>(type: "INTEGER", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ComponentKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MeterKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ProductEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ProductZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    TaxCategory = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    TaxRate = table.Column<decimal>(type: "TEXT", precision: 9, scale: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bill_lines", x => new { x.BillId, x.Ordinal });
                });

            migrationBuilder.CreateTable(
                name: "bil_bill_taxes",
                columns: table => new
                {
                    BillId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TaxCategory = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Rate = table.Column<decimal>(type: "TEXT", precision: 9, scale: 6, nullable: false),
                    Net = table.Column<long>(type: "INTEGER", nullable: false),
                    Tax = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bill_taxes", x => new { x.BillId, x.TaxCategory, x.Rate });
                });

            migrationBuilder.CreateTable(
                name: "bil_bills",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CustomerName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CorrectsBillId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PeriodEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Net = table.Column<long>(type: "INTEGER", nullable: false),
                    Tax = table.Column<long>(type: "INTEGER", nullable: false),
                    Gross = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    TaxOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bills", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_closed_months",
                columns: table => new
                {
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_closed_months", x => x.Month);
                });

            migrationBuilder.CreateTable(
                name: "bil_ledger_accounts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    BillingAccountId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    TaxCategory = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    DebitsPosted = table.Column<long>(type: "INTEGER", nullable: false),
                    CreditsPosted = table.Column<long>(type: "INTEGER", nullable: false),
                    DebitsPending = table.Column<long>(type: "INTEGER", nullable: false),
                    CreditsPending = table.Column<long>(type: "INTEGER", nullable: false),
                    DebitsMustNotExceedCredits = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreditsMustNotExceedDebits = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_ledger_accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_line_keys",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SegmentId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PlanVersionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ContractPriceVersionId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ComponentKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    MeterKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    RaterVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Rounding = table.Column<int>(type: "INTEGER", nullable: false),
                    TaxCategory = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    QuantityUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    QuantityFraction = table.Column<long>(type: "INTEGER", nullable: false),
                    Events = table.Column<long>(type: "INTEGER", nullable: false),
                    Posted = table.Column<long>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    Billed = table.Column<long>(type: "INTEGER", nullable: false),
                    BilledRevision = table.Column<int>(type: "INTEGER", nullable: false),
                    Frozen = table.Column<bool>(type: "INTEGER", nullable: false),
                    LateEvents = table.Column<long>(type: "INTEGER", nullable: false),
                    Parked = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_line_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_parked_accounts",
                columns: table => new
                {
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Message = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    ParkedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_parked_accounts", x => new { x.RunId, x.AccountId });
                });

            migrationBuilder.CreateTable(
                name: "bil_rejected_usage",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EventKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    EventId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Payload = table.Column<string>(type: "TEXT", maxLength: 16384, nullable: false),
                    Subscription = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    MeterKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    FirstReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_rejected_usage", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_run_lines",
                columns: table => new
                {
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    LineKeyId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    QuantityUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    QuantityFraction = table.Column<long>(type: "INTEGER", nullable: false),
                    Posted = table.Column<long>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    Billed = table.Column<long>(type: "INTEGER", nullable: false),
                    BilledRevision = table.Column<int>(type: "INTEGER", nullable: false),
                    Parked = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_run_lines", x => new { x.RunId, x.AccountId, x.LineKeyId });
                });

            migrationBuilder.CreateTable(
                name: "bil_runs",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    WatermarkAt = table.Column<long>(type: "INTEGER", nullable: true),
                    WorkingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IssuedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    AccountsDone = table.Column<int>(type: "INTEGER", nullable: false),
                    AccountsTotal = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_runs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_segments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PlanVersionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ContractPriceVersionId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    StartsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_segments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_series",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Next = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_series", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "bil_transfers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DebitAccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreditAccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Code = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    PendingId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LineKeyId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    LineKeyRevision = table.Column<int>(type: "INTEGER", nullable: true),
                    BillId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    TaxCategory = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    TaxRate = table.Column<decimal>(type: "TEXT", precision: 9, scale: 6, nullable: true),
                    AccountingOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ServiceEnd = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_transfers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "bil_usage_events",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EventKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    SegmentId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MeterKey = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    QuantityUnits = table.Column<long>(type: "INTEGER", nullable: false),
                    QuantityFraction = table.Column<long>(type: "INTEGER", nullable: false),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Unbilled = table.Column<int>(type: "INTEGER", nullable: false),
                    EventId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    UserRef = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Attributes = table.Column<string>(type: "TEXT", maxLength: 4096, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_usage_events", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "bil_closed_months",
                columns: new[] { "Month", "ClosedAt", "ClosedBy" },
                values: new object[] { 0, 0L, null });

            migrationBuilder.CreateIndex(
                name: "IX_bil_accounts_EnterpriseId_Currency",
                table: "bil_accounts",
                columns: new[] { "EnterpriseId", "Currency" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_bill_lines_LineKeyId",
                table: "bil_bill_lines",
                column: "LineKeyId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_bills_EnterpriseId_Month",
                table: "bil_bills",
                columns: new[] { "EnterpriseId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_bills_Number",
                table: "bil_bills",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_bills_RunId_AccountId",
                table: "bil_bills",
                columns: new[] { "RunId", "AccountId" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_ledger_accounts_BillingAccountId",
                table: "bil_ledger_accounts",
                column: "BillingAccountId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_ledger_accounts_ProductId",
                table: "bil_ledger_accounts",
                column: "ProductId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_line_keys_AccountId_Month",
                table: "bil_line_keys",
                columns: new[] { "AccountId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_line_keys_SegmentId_Month",
                table: "bil_line_keys",
                columns: new[] { "SegmentId", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_rejected_usage_ApplicationKey_Id",
                table: "bil_rejected_usage",
                columns: new[] { "ApplicationKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_rejected_usage_EventKey",
                table: "bil_rejected_usage",
                column: "EventKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_runs_Month",
                table: "bil_runs",
                column: "Month");

            migrationBuilder.CreateIndex(
                name: "IX_bil_segments_AccountId",
                table: "bil_segments",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_segments_EnterpriseId",
                table: "bil_segments",
                column: "EnterpriseId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_segments_SubscriptionId_StartsAt",
                table: "bil_segments",
                columns: new[] { "SubscriptionId", "StartsAt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_AccountingOn",
                table: "bil_transfers",
                column: "AccountingOn");

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_BillId",
                table: "bil_transfers",
                column: "BillId");

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_CreditAccountId_RecordedAt",
                table: "bil_transfers",
                columns: new[] { "CreditAccountId", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_DebitAccountId_RecordedAt",
                table: "bil_transfers",
                columns: new[] { "DebitAccountId", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_LineKeyId_LineKeyRevision",
                table: "bil_transfers",
                columns: new[] { "LineKeyId", "LineKeyRevision" });

            migrationBuilder.CreateIndex(
                name: "IX_bil_transfers_PendingId",
                table: "bil_transfers",
                column: "PendingId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_usage_events_EventKey",
                table: "bil_usage_events",
                column: "EventKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bil_usage_events_SubscriptionId_OccurredAt",
                table: "bil_usage_events",
                columns: new[] { "SubscriptionId", "OccurredAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bil_accounts");

            migrationBuilder.DropTable(
                name: "bil_bill_lines");

            migrationBuilder.DropTable(
                name: "bil_bill_taxes");

            migrationBuilder.DropTable(
                name: "bil_bills");

            migrationBuilder.DropTable(
                name: "bil_closed_months");

            migrationBuilder.DropTable(
                name: "bil_ledger_accounts");

            migrationBuilder.DropTable(
                name: "bil_line_keys");

            migrationBuilder.DropTable(
                name: "bil_parked_accounts");

            migrationBuilder.DropTable(
                name: "bil_rejected_usage");

            migrationBuilder.DropTable(
                name: "bil_run_lines");

            migrationBuilder.DropTable(
                name: "bil_runs");

            migrationBuilder.DropTable(
                name: "bil_segments");

            migrationBuilder.DropTable(
                name: "bil_series");

            migrationBuilder.DropTable(
                name: "bil_transfers");

            migrationBuilder.DropTable(
                name: "bil_usage_events");
        }
    }
}
