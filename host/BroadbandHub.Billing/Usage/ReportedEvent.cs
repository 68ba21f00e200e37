using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Usage;

/// <summary>One event as it was reported: read, not yet judged against subscriptions and meters.</summary>
internal sealed class ReportedEvent
{
    public string Id { get; set; } = "";

    public string Source { get; set; } = "";

    public SubscriptionId SubscriptionId { get; set; }

    public string? Subscription { get; set; }

    public string Meter { get; set; } = "";

    public Quantity Quantity { get; set; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public long OccurredAt { get; set; }

    public string? User { get; set; }

    /// <summary>A JSON object without white space.</summary>
    public string? Attributes { get; set; }

    /// <summary>What is wrong with the event by itself, or null; the first fault that was found.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where the event stands in the body, for keeping it when it is rejected.</summary>
    public ReadOnlyMemory<byte> Raw { get; set; }

    public byte[] EventKey { get; private set; } = [];

    public byte[] ContentHash { get; private set; } = [];

    public void Faulty(string code) => Fault ??= code;

    /// <summary>Computes the key and the content's hash once everything is read.</summary>
    public void Seal(string applicationKey)
    {
        if (Id.Length == 0)
        {
            EventKey = Digest("usage-without-id", applicationKey, Source, Encoding.UTF8.GetString(Raw.Span), null, default, 0, default);
            return;
        }

        EventKey = Digest("usage-key", applicationKey, Source, Id, null, default, 0, default);
        ContentHash = Digest("usage-content", Meter, User, Attributes, Subscription, SubscriptionId.Value, OccurredAt, Quantity);
    }

    private static byte[] Digest(string kind, string? a, string? b, string? c, string? d, Guid id, long number, Quantity quantity)
    {
        var most = 64 + (3 * (kind.Length + (a?.Length ?? 0) + (b?.Length ?? 0) + (c?.Length ?? 0) + (d?.Length ?? 0))) + 64;
        var rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[1024];
        var length = 0;
        Put(kind, buffer, ref length);
        Put(a, buffer, ref length);
        Put(b, buffer, ref length);
        Put(c, buffer, ref length);
        Put(d, buffer, ref length);
        id.TryWriteBytes(buffer[length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(length + 16)..], number);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(length + 24)..], quantity.Units);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(length + 32)..], quantity.Fraction);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..(length + 40)], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash[..16].ToArray();
    }

    private static void Put(string? text, Span<byte> buffer, ref int length)
    {
        var written = text is null ? 0 : Encoding.UTF8.GetBytes(text, buffer[(length + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], text is null ? -1 : written);
        length += 4 + written;
    }
}

/// <summary>The codes of refused events. Stable: senders act on them.</summary>
internal static class UsageCodes
{
    public const string BadEvent = "usage.bad_event";
    public const string BadId = "usage.bad_id";
    public const string BadQuantity = "usage.bad_quantity";
    public const string BadTime = "usage.bad_time";
    public const string BadUser = "usage.bad_user";
    public const string BadAttributes = "usage.bad_attributes";
    public const string UnknownSubscription = "usage.unknown_subscription";
    public const string UnknownMeter = "usage.unknown_meter";
    public const string NotActive = "usage.not_active";
    public const string TooOld = "usage.too_old";
    public const string InTheFuture = "usage.in_the_future";
    public const string IdConflict = "usage.id_conflict";
    public const string PlanMissing = "usage.plan_missing";

    /// <summary>Those under which a refused event is kept.</summary>
    public static IReadOnlyList<string> All { get; } =
        [BadEvent, BadId, BadQuantity, BadTime, BadUser, BadAttributes, UnknownSubscription, UnknownMeter, NotActive, TooOld, InTheFuture, PlanMissing];

    public static string MessageOf(string code) => code switch
    {
        BadEvent => "The event is not a JSON object of the documented form, or names a member twice.",
        BadId => "The id is missing, empty, longer than 200 characters, or holds control characters.",
        BadQuantity => "The quantity is missing, negative, not a number, too large (10^12 or more), or has more decimals than the meter's scale.",
        BadTime => "The time is missing or is not an RFC 3339 instant with an offset, such as 2026-10-01T08:00:00+08:00.",
        BadUser => "The user is not a text of at most 200 characters without control characters.",
        BadAttributes => "The attributes are not a JSON object of at most 4 KiB.",
        UnknownSubscription => "There is no such subscription of this application's products.",
        UnknownMeter => "The application has no such meter.",
        NotActive => "The subscription is not charged at that time.",
        TooOld => "The time lies before the window in which late usage is charged.",
        InTheFuture => "The time lies more than five minutes ahead of the hub's clock.",
        IdConflict => "An event with this id and other content was accepted before. Send a new event with an id of its own.",
        PlanMissing => "The subscription's price plan cannot be read. Send the event again later.",
        _ => code,
    };
}
