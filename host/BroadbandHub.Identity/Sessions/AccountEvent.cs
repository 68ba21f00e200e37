using BroadbandHub.Identity.Logs;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Sessions;

/// <summary>Something that happened to an account and that its owner should be able to notice.</summary>
internal sealed class AccountEvent
{
    public const int MostDetail = 150;

    public Guid Id { get; init; }

    public PersonId PersonId { get; init; }

    public DateTimeOffset At { get; init; }

    public AccountEventKind Kind { get; init; }

    /// <summary>Which key, for example; what the owner once typed.</summary>
    public string? Detail { get; init; }

    public string Address { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public static void Map(ModelBuilder model) => model.Entity<AccountEvent>(row =>
    {
        row.ToTable("account_events").HasKey(e => e.Id);
        row.Property(e => e.Id).ValueGeneratedNever();
        row.Property(e => e.Kind).HasConversion<string>().HasMaxLength(40);
        row.Property(e => e.Detail).HasMaxLength(MostDetail);
        row.Property(e => e.Address).HasMaxLength(64);
        row.Property(e => e.UserAgent).HasMaxLength(Session.MostUserAgent);
        row.HasIndex(e => new { e.PersonId, e.At });
        row.HasIndex(e => e.At);
    });
}

internal enum AccountEventKind
{
    SignedIn,
    PasswordWrong,
    Locked,
    SignedOut,
    SessionEnded,
    OtherSessionsEnded,
    PasswordChanged,
    KeyAdded,
    KeyRenamed,
    KeyRemoved,
    CodeWrong,
    CodesOn,
    CodesOff,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SignInReset,
    CertificateBound,
    CertificateRenamed,
    CertificateRemoved,
    CertificateRevoked,
}

/// <summary>Notes what happens to accounts. Scoped; inside the unit of work of what happens.</summary>
internal sealed class AccountEvents(IdentityDb db, SignInLog log, IHttpContextAccessor http, TimeProvider clock)
{
    public void Note(PersonId person, AccountEventKind kind, string? detail = null)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        var (address, userAgent) = RequestOrigin.Of(http.HttpContext);
        db.AccountEvents.Add(new()
        {
            Id = Guid.CreateVersion7(now), PersonId = person, At = now, Kind = kind, Address = address, UserAgent = userAgent,
            Detail = detail?.Length > AccountEvent.MostDetail ? detail[..AccountEvent.MostDetail] : detail,
        });
        if (db.People.Find(person.Value) is { } owner)
        {
            log.Note(owner, kind, detail);
        }
    }
}

/// <summary>Where a request comes from, cut to what is kept.</summary>
internal static class RequestOrigin
{
    public static (string Address, string UserAgent) Of(HttpContext? context)
    {
        var remote = context?.Connection.RemoteIpAddress;
        var userAgent = context?.Request.Headers.UserAgent.ToString() ?? "";
        return ((remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote)?.ToString() ?? "", userAgent.Length > Session.MostUserAgent ? userAgent[..Session.MostUserAgent] : userAgent);
    }
}
