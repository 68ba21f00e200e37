using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Imports;

/// <summary>Of what a file is a list.</summary>
internal enum ImportKind
{
    Employees,
    Customers,
}

/// <summary>A file between upload and confirmation: nothing of it counts yet.</summary>
internal sealed class ImportDraft
{
    public const int MostCharacters = 2_000_000;
    public const int MostRows = 10_000;

    public ImportId Id { get; init; }

    public ImportKind Kind { get; init; }

    /// <summary>Whose employees they are; null for a file of customers.</summary>
    public EnterpriseId? EnterpriseId { get; init; }

    public required string Content { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ImportDraft>(draft =>
    {
        draft.ToTable("import_drafts").HasKey(d => d.Id);
        draft.Property(d => d.Id).ValueGeneratedNever();
        draft.Property(d => d.Kind).HasConversion<string>().HasMaxLength(20);
        draft.HasIndex(d => d.CreatedAt);
    });
}

/// <summary>Forgets files that nobody confirmed: they hold people's data.</summary>
internal sealed class ForgetDrafts(IdentityDb db, TimeProvider clock) : IJob
{
    public const string Name = "identity.import-drafts";

    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var old = clock.GetUtcNow() - KeptFor;
        var gone = await db.ImportDrafts.Where(d => d.CreatedAt < old).ExecuteDeleteAsync(cancellationToken);
        return gone == 0 ? null : $"Forgot {gone} files that nobody confirmed.";
    }
}
