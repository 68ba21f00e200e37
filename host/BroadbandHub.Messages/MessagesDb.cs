using BroadbandHub.Messages.Mails;
using BroadbandHub.Messages.Templates;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Messages;

internal abstract class MessagesDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "msg_";

    public override string Prefix => TablePrefix;

    public DbSet<Mail> Mails => Set<Mail>();

    public DbSet<ChangedWords> ChangedWords => Set<ChangedWords>();

    protected override void MapModel(ModelBuilder model)
    {
        MailTables.Map(model);
        TemplateTables.Map(model);
    }
}

internal sealed class SqliteMessagesDb(DbContextOptions<SqliteMessagesDb> options) : MessagesDb(options);

internal sealed class MySqlMessagesDb(DbContextOptions<MySqlMessagesDb> options) : MessagesDb(options);

internal sealed class SqliteMessagesDbFactory : IDesignTimeDbContextFactory<SqliteMessagesDb>
{
    public SqliteMessagesDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteMessagesDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlMessagesDbFactory : IDesignTimeDbContextFactory<MySqlMessagesDb>
{
    public MySqlMessagesDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlMessagesDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
