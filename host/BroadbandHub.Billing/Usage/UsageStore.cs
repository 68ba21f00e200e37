using System.Data.Common;
using System.Text;
using System.Text.Json;
using BroadbandHub.Billing.Ledger;

namespace BroadbandHub.Billing.Usage;

/// <summary>What the database knows of an event key.</summary>
internal readonly record struct StoredEvent(byte[] ContentHash, long ReceivedAt);

/// <summary>The rows of accepted and rejected events.</summary>
internal sealed class UsageStore(BillingSql sql)
{
    private const int LongestPayload = 16_384;

    private static readonly string[] EventColumns =
    [
        "EventKey", "ContentHash", "SegmentId", "SubscriptionId", "MeterKey", "Month", "QuantityUnits", "QuantityFraction", "OccurredAt", "ReceivedAt", "Unbilled",
        "EventId", "Source", "UserRef", "Attributes",
    ];

    private static readonly string[] RejectedColumns =
    [
        "EventKey", "ApplicationKey", "Source", "EventId", "Code", "Payload", "Subscription", "MeterKey", "FirstReceivedAt", "LastReceivedAt", "Attempts",
    ];

    private static readonly string[] RejectedAgain = ["Code", "Payload", "Subscription", "MeterKey", "LastReceivedAt"];

    /// <summary>
    /// Inserts the events whose key is free, and answers which keys were taken, by what. Usually none is: then it is one statement for some hundred
    /// events and nothing is read. The unique key decides, not a look beforehand.
    /// </summary>
    public async Task<Dictionary<byte[], StoredEvent>> InsertAsync(
        DbTransaction transaction, IReadOnlyList<Candidate> candidates, long nowMicros, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<byte[], StoredEvent>(ByteOrder.Instance);
        for (var attempt = 1; ; attempt++)
        {
            var free = taken.Count == 0 ? candidates : [.. candidates.Where(c => !taken.ContainsKey(c.Event.EventKey))];
            try
            {
                var rows = new object?[free.Count][];
                for (var i = 0; i < rows.Length; i++)
                {
                    rows[i] = Row(free[i], nowMicros);
                }

                var written = await sql.InsertAsync(transaction, "bil_usage_events", EventColumns, rows, "", cancellationToken);
                return written == free.Count ? taken : throw new InvalidOperationException($"{written} of {free.Count} usage events were written.");
            }
            catch (DuplicateKeyException) when (attempt < 5)
            {
                taken = await FindAsync(transaction, candidates.Select(c => c.Event.EventKey), cancellationToken);
            }
        }
    }

    public static async Task<Dictionary<byte[], StoredEvent>> FindAsync(DbTransaction transaction, IEnumerable<byte[]> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<byte[], StoredEvent>(ByteOrder.Instance);
        foreach (var some in keys.Chunk(1000))
        {
            await using var command = BillingSql.CommandOf(
                transaction, $"SELECT EventKey, ContentHash, ReceivedAt FROM bil_usage_events WHERE EventKey IN ({BillingSql.List(some)})");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found[(byte[])reader.GetValue(0)] = new((byte[])reader.GetValue(1), reader.GetInt64(2));
            }
        }

        return found;
    }

    /// <summary>Says of events that this transaction inserted why they are not charged.</summary>
    public static async Task LeaveUnbilledAsync(
        DbTransaction transaction, IEnumerable<byte[]> keys, UnbilledReason reason, long nowMicros, CancellationToken cancellationToken)
    {
        foreach (var some in keys.Chunk(1000))
        {
            await BillingSql.ExecuteAsync(
                transaction,
                $"UPDATE bil_usage_events SET Unbilled = {(int)reason} WHERE EventKey IN ({BillingSql.List(some)}) AND ReceivedAt = {nowMicros} AND Unbilled = {(int)UnbilledReason.None}",
                cancellationToken);
        }
    }

    /// <summary>Keeps refused events; one row a key, the latest refusal counts.</summary>
    public Task KeepRejectedAsync(
        DbTransaction transaction, IReadOnlyList<(string ApplicationKey, ReportedEvent Event, string Code)> rejected, long nowMicros, CancellationToken cancellationToken) =>
        sql.InsertAsync(
            transaction,
            "bil_rejected_usage",
            RejectedColumns,
            [.. rejected.OrderBy(r => r.Event.EventKey, ByteOrder.Instance).Select(r => Row(r.ApplicationKey, r.Event, r.Code, nowMicros))],
            sql.OnConflict("EventKey", RejectedAgain, ["Attempts"]),
            cancellationToken);

    private static object?[] Row(Candidate c, long nowMicros)
    {
        var e = c.Event;
        return
        [
            e.EventKey, e.ContentHash, BillingSql.Bytes(c.Segment.Id.Value), BillingSql.Bytes(e.SubscriptionId.Value), e.Meter, c.Month, e.Quantity.Units,
            e.Quantity.Fraction, e.OccurredAt, nowMicros, (int)(c.Lines.Count == 0 ? UnbilledReason.NotPriced : UnbilledReason.None), e.Id, e.Source, e.User,
            e.Attributes,
        ];
    }

    private static object?[] Row(string applicationKey, ReportedEvent e, string code, long nowMicros) =>
    [
        e.EventKey, applicationKey, e.Source, e.Id, code, Payload(e), e.Subscription, e.Meter.Length == 0 ? null : e.Meter, nowMicros, nowMicros, 1,
    ];

    // What is longer than any good event is kept as its beginning only, as a JSON text: it can be looked at, not replayed.
    private static string Payload(ReportedEvent e)
    {
        var text = Encoding.UTF8.GetString(e.Raw.Span);
        return text.Length <= LongestPayload ? text : JsonSerializer.Serialize(text[..2000]);
    }
}
