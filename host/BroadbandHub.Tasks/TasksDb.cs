using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Tasks.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Tasks;

internal abstract class TasksDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "tsk_";

    public override string Prefix => TablePrefix;

    public DbSet<HubTask> Tasks => Set<HubTask>();

    /// <summary>Takes the task's row until the transaction ends, so that it is decided once. 0 when there is none.</summary>
    public Task<int> LockAsync(TaskId id, CancellationToken cancellationToken) =>
        Tasks.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Kind, t => t.Kind), cancellationToken);

    /// <summary>The same for the open task of a kind and subject.</summary>
    public Task<int> LockAsync(string openKey, CancellationToken cancellationToken) =>
        Tasks.Where(t => t.OpenKey == openKey).ExecuteUpdateAsync(set => set.SetProperty(t => t.Kind, t => t.Kind), cancellationToken);

    protected override void MapModel(ModelBuilder model) => TaskTables.Map(model);
}

internal sealed class SqliteTasksDb(DbContextOptions<SqliteTasksDb> options) : TasksDb(options);

internal sealed class MySqlTasksDb(DbContextOptions<MySqlTasksDb> options) : TasksDb(options);

internal sealed class SqliteTasksDbFactory : IDesignTimeDbContextFactory<SqliteTasksDb>
{
    public SqliteTasksDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteTasksDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlTasksDbFactory : IDesignTimeDbContextFactory<MySqlTasksDb>
{
    public MySqlTasksDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlTasksDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
