using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace BroadbandHub.Catalog.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cat_applications",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PluginId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DescriptionEn = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    DescriptionZh = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    LaunchUrl = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Roles = table.Column<string>(type: "TEXT", nullable: false),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    HasProvisioner = table.Column<bool>(type: "INTEGER", nullable: false),
                    DescribedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_applications", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "cat_descriptor_troubles",
                columns: table => new
                {
                    PluginId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_descriptor_troubles", x => x.PluginId);
                });

            migrationBuilder.CreateTable(
                name: "cat_meters",
                columns: table => new
                {
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Scale = table.Column<int>(type: "INTEGER", nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Source = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    IsPriced = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_meters", x => new { x.ApplicationKey, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "cat_plans",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProductId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    CurrencyCode = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Rounding = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Components = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_plans", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cat_products",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ApplicationKey = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    PartnerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DescriptionEn = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    DescriptionZh = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    CurrentPlanId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    LastPlanNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_products", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "cat_tax_rates",
                columns: table => new
                {
                    Category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ValidFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Rate = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    NameEn = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    NameZh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cat_tax_rates", x => new { x.Category, x.ValidFrom });
                });

            migrationBuilder.InsertData(
                table: "cat_tax_rates",
                columns: new[] { "Category", "ValidFrom", "NameEn", "NameZh", "Rate" },
                values: new object[,]
                {
                    { "standard", new DateOnly(2016, 5, 1), "Standard rate, 6 %", "标准税率 6%", "0.06" },
                    { "zero", new DateOnly(2016, 5, 1), "Zero rate", "零税率", "0" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_cat_applications_PartnerId",
                table: "cat_applications",
                column: "PartnerId");

            migrationBuilder.CreateIndex(
                name: "IX_cat_applications_PluginId",
                table: "cat_applications",
                column: "PluginId");

            migrationBuilder.CreateIndex(
                name: "IX_cat_plans_ProductId_Number",
                table: "cat_plans",
                columns: new[] { "ProductId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_cat_products_ApplicationKey",
                table: "cat_products",
                column: "ApplicationKey");

            migrationBuilder.CreateIndex(
                name: "IX_cat_products_PartnerId",
                table: "cat_products",
                column: "PartnerId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cat_applications");

            migrationBuilder.DropTable(
                name: "cat_descriptor_troubles");

            migrationBuilder.DropTable(
                name: "cat_meters");

            migrationBuilder.DropTable(
                name: "cat_plans");

            migrationBuilder.DropTable(
                name: "cat_products");

            migrationBuilder.DropTable(
                name: "cat_tax_rates");
        }
    }
}
