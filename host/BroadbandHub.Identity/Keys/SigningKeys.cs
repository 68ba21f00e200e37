using System.Globalization;
using System.Security.Cryptography;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Keys;

/// <param name="Name">Its <c>kid</c>.</param>
internal sealed record SigningKey(string Name, byte[] Content);

/// <summary>
/// The keys with which tokens are signed, one after the other. A new one is published for a day before it signs, so that every node and every application has seen it by
/// then (OpenID Connect Discovery: clients keep the key set); an old one stays published until nothing that it signed is good any more. Singleton.
/// </summary>
internal sealed class SigningKeys(StoredKeys keys, IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock)
{
    public const string Setting = "Hub:SigningKeyDays";

    /// <summary>How long a key is published before it signs.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Longer than a refresh token lives, which is the longest of what is signed.</summary>
    public static readonly TimeSpan Keep = SignOn.PruneSignOns.Keep;

    private const string Purpose = "token";
    private const string Prefix = "token-signing-";

    /// <summary>The one that signs now first, then all others that are published. Makes the first one.</summary>
    public IReadOnlyList<SigningKey> Load()
    {
        var names = Names();
        if (names.Count == 0)
        {
            keys.Load(NameOf(1), Purpose, Make);
            names = Names();
        }

        return [.. names.Select(name => new SigningKey(name, keys.Load(name, Purpose, Make)))];
    }

    /// <summary>The names of what <see cref="Load"/> answers: one of them is new, or another signs now, when this has changed.</summary>
    public IReadOnlyList<string> Names()
    {
        using var scope = scopes.CreateScope();
        var rows = Rows(scope.ServiceProvider.GetRequiredService<IdentityDb>());
        return rows.Count == 0 ? [] : [.. rows.OrderByDescending(r => r.Number == SigningNumber(rows)).ThenByDescending(r => r.Number).Select(r => NameOf(r.Number))];
    }

    /// <summary>Makes the next key when the newest is old enough, and forgets those that nothing needs any more. Answers what it did, or null.</summary>
    public async Task<string?> RotateAsync(CancellationToken cancellationToken)
    {
        var days = configuration.GetValue(Setting, 90);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var rows = Rows(db);
        if (days <= 0 || rows.Count == 0)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        string? done = null;
        var newest = rows.MaxBy(r => r.Number)!;
        if (newest.CreatedAt + TimeSpan.FromDays(days) <= now)
        {
            keys.Load(NameOf(newest.Number + 1), Purpose, Make);
            done = $"Made {NameOf(newest.Number + 1)}; it signs from {now + Ahead:yyyy-MM-dd HH:mm} UTC on.";
        }

        // Until its successor began to sign, and as long again as anything it signed can live.
        var signing = SigningNumber(rows);
        var gone = rows.Where(r => r.Number < signing && rows.Where(n => n.Number > r.Number).Min(n => n.CreatedAt) + Ahead + Keep < now).Select(r => NameOf(r.Number)).ToList();
        if (gone.Count > 0)
        {
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => db.Keys.Where(k => gone.Contains(k.Name)).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
            done = $"{done} Removed {string.Join(", ", gone)}.".Trim();
        }

        return done;
    }

    private int SigningNumber(List<Row> rows)
    {
        var now = clock.GetUtcNow();
        var first = rows.Min(r => r.Number);
        return rows.Where(r => r.Number == first || r.CreatedAt + Ahead <= now).Max(r => r.Number);
    }

    private sealed record Row(int Number, DateTimeOffset CreatedAt);

    private static List<Row> Rows(IdentityDb db) => [.. db.Keys.AsNoTracking().Where(k => k.Purpose == Purpose && k.Name.StartsWith(Prefix)).Select(k => new { k.Name, k.CreatedAt }).AsEnumerable()
        .Select(k => new Row(int.Parse(k.Name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture), k.CreatedAt))];

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    private static byte[] Make()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }
}
