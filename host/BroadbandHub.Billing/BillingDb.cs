using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Billing;

/// <summary>The tables of billing. The hot path (Usage, Ledger) writes the same tables with plain SQL.</summary>
internal abstract class BillingDb(DbContextOptions options) : ModuleDb(options)
{
    public override string Prefix => "bil_";

    public DbSet<BillingAccount> Accounts => Set<BillingAccount>();

    public DbSet<ServiceSegment> Segments => Set<ServiceSegment>();

    public DbSet<UsageEvent> UsageEvents => Set<UsageEvent>();

    public DbSet<RejectedUsage> RejectedUsage => Set<RejectedUsage>();

    public DbSet<LineKey> LineKeys => Set<LineKey>();

    public DbSet<LedgerAccount> LedgerAccounts => Set<LedgerAccount>();

    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<ClosedMonth> ClosedMonths => Set<ClosedMonth>();

    public DbSet<NumberSeries> Series => Set<NumberSeries>();

    public DbSet<BillRun> Runs => Set<BillRun>();

    public DbSet<RunLine> RunLines => Set<RunLine>();

    public DbSet<ParkedAccount> ParkedAccounts => Set<ParkedAccount>();

    public DbSet<Bill> Bills => Set<Bill>();

    public DbSet<BillLine> BillLines => Set<BillLine>();

    public DbSet<BillTax> BillTaxes => Set<BillTax>();

    protected override void MapModel(ModelBuilder model)
    {
        ServiceTables.Map(model);
        UsageTables.Map(model);
        LineKeyTables.Map(model);
        LedgerTables.Map(model);
        BillTables.Map(model);
        RunLine.Map(model);
    }
}

internal sealed class SqliteBillingDb(DbContextOptions<SqliteBillingDb> options) : BillingDb(options);

internal sealed class MySqlBillingDb(DbContextOptions<MySqlBillingDb> options) : BillingDb(options);

internal sealed class SqliteBillingDbFactory : IDesignTimeDbContextFactory<SqliteBillingDb>
{
    public SqliteBillingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteBillingDb>().UseSqlite("Data Source=:memory:", o => o.MigrationsHistoryTable("bil___migrations")).Options);
}

internal sealed class MySqlBillingDbFactory : IDesignTimeDbContextFactory<MySqlBillingDb>
{
    public MySqlBillingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MySqlBillingDb>()
            .UseMySql("Server=localhost", ServerVersion.Parse("10.11.0-mariadb"), o => o.MigrationsHistoryTable("bil___migrations")).Options);
}
