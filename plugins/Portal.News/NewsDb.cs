using BroadbandHub.Sdk.Data;
using Microsoft.EntityFrameworkCore;

namespace Portal.News;

/// <summary>The plugin's tables.</summary>
public abstract class NewsDb(DbContextOptions options) : PluginDb(options)
{
    internal DbSet<Article> Articles => Set<Article>();

    protected override string TablePrefix => "news_";

    protected override void MapModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<Article>(article =>
        {
            article.ToTable("articles");
            article.Property(a => a.Id).ValueGeneratedNever();
            article.HasIndex(a => new { a.State, a.PublishOn });
        });
    }
}

public sealed class SqliteNewsDb(DbContextOptions<SqliteNewsDb> options) : NewsDb(options);

public sealed class MySqlNewsDb(DbContextOptions<MySqlNewsDb> options) : NewsDb(options);
