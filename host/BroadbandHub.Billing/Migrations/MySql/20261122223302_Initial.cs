using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BroadbandHub.Billing.Migrations.MySql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.CreateTable(
                name: "bil_accounts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TimeZone = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_accounts", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_bill_lines",
                columns: table => new
                {
                    BillId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Ordinal = table.Column<int>(type: "int", nullable: false),
                    LineKeyId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    FromRevision = table.Column<int>(type: "int", nullable: false),
                    ToRevision = table.Column<int>(type: "int", nullable: false),
                    Amount = table.Column<long>(type: "bigint", nullable: false),
                    QuantityUnits = table.Column<long>(type: "bigint", nullable: false),
                    QuantityFraction = table.Column<long>(type: "bigint", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ProductId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ComponentKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    MeterKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Unit = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ProductEn = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ProductZh = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TextEn = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TextZh = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ServiceStart = table.Column<DateOnly>(type: "date", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "date", nullable: false),
                    TaxCategory = table.Column<string>(type: "varchar(50)", maxLength: 50, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TaxRate = table.Column<decimal>(type: "decimal(9,6)", precision: 9, scale: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bill_lines", x => new { x.BillId, x.Ordinal });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_bill_taxes",
                columns: table => new
                {
                    BillId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    TaxCategory = table.Column<string>(type: "varchar(50)", maxLength: 50, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Rate = table.Column<decimal>(type: "decimal(9,6)", precision: 9, scale: 6, nullable: false),
                    Net = table.Column<long>(type: "bigint", nullable: false),
                    Tax = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bill_taxes", x => new { x.BillId, x.TaxCategory, x.Rate });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_bills",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    RunId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    AccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CustomerName = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    CorrectsBillId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Number = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Month = table.Column<int>(type: "int", nullable: false),
                    PeriodStart = table.Column<DateOnly>(type: "date", nullable: false),
                    PeriodEnd = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Net = table.Column<long>(type: "bigint", nullable: false),
                    Tax = table.Column<long>(type: "bigint", nullable: false),
                    Gross = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    IssuedAt = table.Column<long>(type: "bigint", nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    TaxOn = table.Column<DateOnly>(type: "date", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_bills", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_closed_months",
                columns: table => new
                {
                    Month = table.Column<int>(type: "int", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: false),
                    ClosedBy = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_closed_months", x => x.Month);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_ledger_accounts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    BillingAccountId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ProductId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    PartnerId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    TaxCategory = table.Column<string>(type: "varchar(50)", maxLength: 50, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    DebitsPosted = table.Column<long>(type: "bigint", nullable: false),
                    CreditsPosted = table.Column<long>(type: "bigint", nullable: false),
                    DebitsPending = table.Column<long>(type: "bigint", nullable: false),
                    CreditsPending = table.Column<long>(type: "bigint", nullable: false),
                    DebitsMustNotExceedCredits = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    CreditsMustNotExceedDebits = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_ledger_accounts", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_line_keys",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    AccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    SegmentId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ProductId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PlanVersionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ContractPriceVersionId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ComponentKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    MeterKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Month = table.Column<int>(type: "int", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "date", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "date", nullable: false),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    RaterVersion = table.Column<int>(type: "int", nullable: false),
                    Rounding = table.Column<int>(type: "int", nullable: false),
                    TaxCategory = table.Column<string>(type: "varchar(50)", maxLength: 50, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    QuantityUnits = table.Column<long>(type: "bigint", nullable: false),
                    QuantityFraction = table.Column<long>(type: "bigint", nullable: false),
                    Events = table.Column<long>(type: "bigint", nullable: false),
                    Posted = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false),
                    Billed = table.Column<long>(type: "bigint", nullable: false),
                    BilledRevision = table.Column<int>(type: "int", nullable: false),
                    Frozen = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    LateEvents = table.Column<long>(type: "bigint", nullable: false),
                    Parked = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_line_keys", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_parked_accounts",
                columns: table => new
                {
                    RunId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    AccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Code = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Message = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ParkedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_parked_accounts", x => new { x.RunId, x.AccountId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_rejected_usage",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EventKey = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ApplicationKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Source = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    EventId = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Code = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Payload = table.Column<string>(type: "longtext", maxLength: 16384, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Subscription = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    MeterKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    FirstReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    LastReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_rejected_usage", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_run_lines",
                columns: table => new
                {
                    RunId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    LineKeyId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    AccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "date", nullable: false),
                    ServiceEnd = table.Column<DateOnly>(type: "date", nullable: false),
                    QuantityUnits = table.Column<long>(type: "bigint", nullable: false),
                    QuantityFraction = table.Column<long>(type: "bigint", nullable: false),
                    Posted = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false),
                    Billed = table.Column<long>(type: "bigint", nullable: false),
                    BilledRevision = table.Column<int>(type: "int", nullable: false),
                    Parked = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_run_lines", x => new { x.RunId, x.AccountId, x.LineKeyId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_runs",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Month = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    WatermarkAt = table.Column<long>(type: "bigint", nullable: true),
                    WorkingSince = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    CreatedBy = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    ApprovedAt = table.Column<long>(type: "bigint", nullable: true),
                    ApprovedBy = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    IssuedAt = table.Column<long>(type: "bigint", nullable: true),
                    IssuedBy = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    AccountsDone = table.Column<int>(type: "int", nullable: false),
                    AccountsTotal = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_runs", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_segments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    AccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    EnterpriseId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ProductId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PlanVersionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ContractPriceVersionId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ApplicationKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TimeZone = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    StartsAt = table.Column<long>(type: "bigint", nullable: false),
                    EndsAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_segments", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_series",
                columns: table => new
                {
                    Key = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_series", x => x.Key);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_transfers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DebitAccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CreditAccountId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Amount = table.Column<long>(type: "bigint", nullable: false),
                    Currency = table.Column<string>(type: "varchar(3)", maxLength: 3, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Code = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    PendingId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    LineKeyId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    LineKeyRevision = table.Column<int>(type: "int", nullable: true),
                    BillId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    TaxCategory = table.Column<string>(type: "varchar(50)", maxLength: 50, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    TaxRate = table.Column<decimal>(type: "decimal(9,6)", precision: 9, scale: 6, nullable: true),
                    AccountingOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ServiceStart = table.Column<DateOnly>(type: "date", nullable: true),
                    ServiceEnd = table.Column<DateOnly>(type: "date", nullable: true),
                    RecordedAt = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_transfers", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

            migrationBuilder.CreateTable(
                name: "bil_usage_events",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EventKey = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    ContentHash = table.Column<byte[]>(type: "binary(16)", fixedLength: true, maxLength: 16, nullable: false),
                    SegmentId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    SubscriptionId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    MeterKey = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Month = table.Column<int>(type: "int", nullable: false),
                    QuantityUnits = table.Column<long>(type: "bigint", nullable: false),
                    QuantityFraction = table.Column<long>(type: "bigint", nullable: false),
                    OccurredAt = table.Column<long>(type: "bigint", nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    Unbilled = table.Column<int>(type: "int", nullable: false),
                    EventId = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Source = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    UserRef = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Attributes = table.Column<string>(type: "varchar(4096)", maxLength: 4096, nullable: true, collation: "utf8mb4_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bil_usage_events", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_bin");

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
