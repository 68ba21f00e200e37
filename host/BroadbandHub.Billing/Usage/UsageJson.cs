using System.Buffers;
using System.Text;
using System.Text.Json;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// Reads <c>{"events":[{id, subscription, meter, quantity, time, user?, attributes?}]}</c> in one pass over the bytes. A body that is not JSON of that form
/// is refused as a whole; an event with a wrong member is that event's fault alone. Members that are not known are ignored.
/// </summary>
internal ref struct UsageJson
{
    public const int MostEvents = 10_000;

    private readonly ReadOnlyMemory<byte> body;
    private readonly string applicationKey;
    private Utf8JsonReader reader;

    // Neighbours mostly report the same subscription and meter: comparing bytes is cheaper than making the text again.
    private string lastSubscription = "";
    private SubscriptionId lastSubscriptionId;
    private string lastMeter = "";

    public UsageJson(ReadOnlyMemory<byte> body, string applicationKey)
    {
        this.body = body;
        this.applicationKey = applicationKey;
        reader = new Utf8JsonReader(body.Span);
    }

    public static Outcome<List<ReportedEvent>> ReadBatch(ReadOnlyMemory<byte> body, string applicationKey, string source = "")
    {
        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            return Malformed("The body is not UTF-8.");
        }

        try
        {
            return new UsageJson(body, applicationKey).Batch(source);
        }
        catch (JsonException e)
        {
            return Malformed($"The body is not JSON of the documented form (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).");
        }
        catch (InvalidOperationException)
        {
            return Malformed("A text in the body holds half of a surrogate pair.");
        }
    }

    public static HubError Malformed(string why) => HubError.Invalid("usage.malformed", why + " Nothing was recorded.");

    public static HubError TooMany() => HubError.Invalid("usage.too_many_events", $"A request holds at most {MostEvents:N0} events. Nothing was recorded.", "events");

    private Outcome<List<ReportedEvent>> Batch(string source)
    {
        List<ReportedEvent>? events = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Malformed("The body is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = reader.ValueTextEquals("events"u8);
            reader.Read();
            if (!isEvents)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartArray || events is not null)
            {
                return Malformed("\"events\" is not one array.");
            }

            events = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (events.Count == MostEvents)
                {
                    return TooMany();
                }

                events.Add(Event(source));
            }
        }

        // Reads to the end, so that what follows the object is refused.
        reader.Read();
        return events is null ? Malformed("\"events\" is missing.") : events;
    }

    private ReportedEvent Event(string source)
    {
        var e = new ReportedEvent { Source = source };
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            e.Faulty(UsageCodes.BadEvent);
            reader.Skip();
        }
        else
        {
            Members(e);
        }

        e.Raw = body[start..(int)reader.BytesConsumed];
        e.Seal(applicationKey);
        return e;
    }

    [Flags]
    private enum Member
    {
        None = 0,
        Id = 1,
        Subscription = 2,
        Meter = 4,
        Quantity = 8,
        Time = 16,
        User = 32,
        Attributes = 64,
    }

    private void Members(ReportedEvent e)
    {
        var seen = Member.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = NameOf();
            reader.Read();
            if ((seen & member) != 0)
            {
                e.Faulty(UsageCodes.BadEvent);
            }

            seen |= member;
            switch (member)
            {
                case Member.Id: e.Id = EventFields.Id(ref reader, e); break;
                case Member.Subscription: Subscription(e); break;
                case Member.Meter: Meter(e); break;
                case Member.Quantity: EventFields.Quantity(ref reader, e); break;
                case Member.Time: EventFields.Time(ref reader, e); break;
                case Member.User: EventFields.User(ref reader, e); break;
                case Member.Attributes: EventFields.Attributes(ref reader, e); break;
                default: reader.Skip(); break;
            }
        }

        EventFields.Missing(e, (seen & Member.Id) != 0, (seen & Member.Subscription) != 0, (seen & Member.Meter) != 0, (seen & Member.Quantity) != 0, (seen & Member.Time) != 0);
    }

    private readonly Member NameOf() => reader.ValueTextEquals("id"u8) ? Member.Id
        : reader.ValueTextEquals("subscription"u8) ? Member.Subscription
        : reader.ValueTextEquals("meter"u8) ? Member.Meter
        : reader.ValueTextEquals("quantity"u8) ? Member.Quantity
        : reader.ValueTextEquals("time"u8) ? Member.Time
        : reader.ValueTextEquals("user"u8) ? Member.User
        : reader.ValueTextEquals("attributes"u8) ? Member.Attributes
        : Member.None;

    private void Subscription(ReportedEvent e)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(lastSubscription))
        {
            lastSubscription = reader.GetString()!;
            _ = SubscriptionId.TryParse(lastSubscription, null, out lastSubscriptionId);
        }

        EventFields.Subscription(ref reader, e, lastSubscription, lastSubscriptionId);
    }

    private void Meter(ReportedEvent e)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(lastMeter))
        {
            lastMeter = reader.GetString()!;
        }

        EventFields.Meter(ref reader, e, lastMeter);
    }
}
