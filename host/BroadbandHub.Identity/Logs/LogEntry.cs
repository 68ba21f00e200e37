using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Identity.Logs;

/// <summary>
/// One line of a log. What could name a person stands in two parts, of who did it and of what it was about; each has a salted digest, so that a part can be
/// erased with its salt and nobody finds out by trying what it was, while the digest over the whole line stays.
/// </summary>
internal sealed class LogEntry
{
    public LogEntryId Id { get; init; }

    public ChangeBook Book { get; init; }

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    /// <summary>The code of the refusal, when it was not done.</summary>
    public string? Refused { get; init; }

    public PersonId? ActorId { get; init; }

    public string? ActorClient { get; init; }

    /// <summary>Whose people the actor is one of.</summary>
    public EnterpriseId? ActorEnterprise { get; init; }

    public PartnerId? ActorPartner { get; init; }

    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    /// <summary>Whom the second part tells about.</summary>
    public PersonId? PersonId { get; init; }

    /// <summary>Whose log shows it beside the operator's.</summary>
    public EnterpriseId? EnterpriseId { get; init; }

    public PartnerId? PartnerId { get; init; }

    public string? ActorName { get; set; }

    /// <summary>The network address that it came from.</summary>
    public string? Address { get; set; }

    public byte[]? ActorSalt { get; set; }

    public byte[] ActorDigest { get; set; } = [];

    /// <summary>The hub's word that the part was erased; null while it is there.</summary>
    public byte[]? ActorErased { get; set; }

    public string? SubjectName { get; set; }

    /// <summary>JSON of <see cref="ChangedValue"/>s.</summary>
    public string? Fields { get; set; }

    public byte[]? AboutSalt { get; set; }

    public byte[] AboutDigest { get; set; } = [];

    public byte[]? AboutErased { get; set; }

    public byte[] Digest { get; set; } = [];

    /// <summary>The block that it is sealed in; null until the next one.</summary>
    public long? Block { get; set; }

    public bool IsActorErased => ActorErased is not null;

    public bool IsAboutErased => AboutErased is not null;
}

/// <summary>Names a line of a log. Text form <c>log_…</c>; ids sort by time.</summary>
internal readonly record struct LogEntryId(Guid Value) : IHubId<LogEntryId>
{
    public static string Prefix => "log";

    public static LogEntryId From(Guid value) => new(value);

    public static LogEntryId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static LogEntryId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LogEntryId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
