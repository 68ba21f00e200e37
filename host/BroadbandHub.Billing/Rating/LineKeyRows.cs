using System.Data.Common;
using BroadbandHub.Billing.Ledger;

namespace BroadbandHub.Billing.Rating;

/// <summary>What the posting rule reads and writes of a line key.</summary>
internal sealed class LineState(LineKeyId id)
{
    public LineKeyId Id { get; } = id;

    public Quantity Quantity { get; set; }

    public long Events { get; set; }

    public long Posted { get; set; }

    public int Revision { get; set; }

    public DateOnly ServiceStart { get; set; }

    public DateOnly ServiceEnd { get; set; }

    public int RaterVersion { get; set; }

    public MidpointRounding Rounding { get; set; }

    public bool Frozen { get; set; }

    public long LateEvents { get; set; }

    public string? Parked { get; set; }

    /// <summary>Takes the change in and moves the revision on; false when nothing differs.</summary>
    public bool Apply(LineChange change)
    {
        var old = (Quantity, Events, ServiceStart, ServiceEnd);
        Quantity = change.Replaces
            ? Quantity.OfSums(change.Units, change.Fractions)
            : Quantity.OfSums(Quantity.Units + change.Units, Quantity.Fraction + change.Fractions);
        Events = change.Replaces ? change.Events : Events + change.Events;
        (ServiceStart, ServiceEnd) = (change.ServiceStart, change.ServiceEnd);
        if (Revision > 0 && old == (Quantity, Events, ServiceStart, ServiceEnd))
        {
            return false;
        }

        Revision++;
        return true;
    }
}

/// <summary>The rows of line keys: locks them, makes those that are missing, writes them back.</summary>
internal sealed class LineKeyRows(BillingSql sql)
{
    private static readonly string[] Columns =
    [
        "Id", "AccountId", "SubscriptionId", "SegmentId", "ProductId", "PlanVersionId", "ContractPriceVersionId", "ComponentKey", "MeterKey", "Month", "ServiceStart",
        "ServiceEnd", "Currency", "RaterVersion", "Rounding", "TaxCategory", "QuantityUnits", "QuantityFraction", "Events", "Posted", "Revision", "Billed",
        "BilledRevision", "Frozen", "LateEvents", "Parked", "ChangedAt",
    ];

    private static readonly string[] Changing =
        ["ServiceStart", "ServiceEnd", "QuantityUnits", "QuantityFraction", "Events", "Posted", "Revision", "LateEvents", "Parked", "ChangedAt"];

    public async Task<Dictionary<LineKeyId, LineState>> LockAsync(
        DbTransaction transaction, IReadOnlyList<LineChange> ordered, long nowMicros, CancellationToken cancellationToken)
    {
        var states = await ReadAsync(transaction, ordered, cancellationToken);
        if (states.Count == ordered.Count)
        {
            return states;
        }

        // Another node may make the same row at this moment: whoever is second keeps the first one's and then waits for its lock.
        var missing = ordered.Where(c => !states.ContainsKey(c.Identity.Id)).Select(c => NewRow(c, nowMicros)).ToList();
        await sql.InsertAsync(transaction, "bil_line_keys", Columns, missing, sql.OrKeep("Id"), cancellationToken);
        return await ReadAsync(transaction, ordered, cancellationToken);
    }

    public Task WriteAsync(
        DbTransaction transaction, IReadOnlyList<(LineChange Change, LineState State)> changed, long nowMicros, CancellationToken cancellationToken) =>
        sql.InsertAsync(
            transaction, "bil_line_keys", Columns, [.. changed.Select(c => Row(c.Change, c.State, nowMicros))], sql.OnConflict("Id", Changing, []), cancellationToken);

    // Of an existing row the update takes only the changing columns; what is pinned or belongs to billing stays.
    private static object?[] Row(LineChange change, LineState s, long nowMicros)
    {
        var k = change.Identity;
        return
        [
            BillingSql.Bytes(k.Id.Value), BillingSql.Bytes(k.AccountId.Value), BillingSql.Bytes(k.SubscriptionId.Value), BillingSql.Bytes(k.SegmentId.Value),
            BillingSql.Bytes(k.ProductId.Value), BillingSql.Bytes(k.PlanVersionId.Value), k.ContractPriceVersionId is { } contract ? BillingSql.Bytes(contract) : null,
            k.Component.Key, Rater.MeterOf(k.Component), k.Month.Month, s.ServiceStart, s.ServiceEnd, k.Currency, s.RaterVersion, (int)s.Rounding,
            k.Component.TaxCategory, s.Quantity.Units, s.Quantity.Fraction, s.Events, s.Posted, s.Revision, 0L, 0, false, s.LateEvents, s.Parked, nowMicros,
        ];
    }

    private static object?[] NewRow(LineChange change, long nowMicros) => Row(
        change,
        new LineState(change.Identity.Id)
        {
            ServiceStart = change.ServiceStart,
            ServiceEnd = change.ServiceEnd,
            RaterVersion = Rater.Version,
            Rounding = change.Identity.Rounding,
        },
        nowMicros);

    private async Task<Dictionary<LineKeyId, LineState>> ReadAsync(DbTransaction transaction, IReadOnlyList<LineChange> ordered, CancellationToken cancellationToken)
    {
        var states = new Dictionary<LineKeyId, LineState>(ordered.Count);
        foreach (var some in ordered.Chunk(1000))
        {
            var ids = BillingSql.List(some.Select(c => c.Identity.Id.Value));
            await using var command = BillingSql.CommandOf(
                transaction,
                "SELECT Id, QuantityUnits, QuantityFraction, Events, Posted, Revision, ServiceStart, ServiceEnd, RaterVersion, Rounding, Frozen, LateEvents, Parked "
                + $"FROM bil_line_keys WHERE Id IN ({ids}) ORDER BY Id{sql.ForUpdate}");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var state = new LineState(new(BillingSql.ReadId(reader, 0)))
                {
                    Quantity = new(reader.GetInt64(1), reader.GetInt64(2)),
                    Events = reader.GetInt64(3),
                    Posted = reader.GetInt64(4),
                    Revision = reader.GetInt32(5),
                    ServiceStart = reader.GetFieldValue<DateOnly>(6),
                    ServiceEnd = reader.GetFieldValue<DateOnly>(7),
                    RaterVersion = reader.GetInt32(8),
                    Rounding = (MidpointRounding)reader.GetInt32(9),
                    Frozen = reader.GetBoolean(10),
                    LateEvents = reader.GetInt64(11),
                    Parked = reader.IsDBNull(12) ? null : reader.GetString(12),
                };
                states.Add(state.Id, state);
            }
        }

        return states;
    }
}
