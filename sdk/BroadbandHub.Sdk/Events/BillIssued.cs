namespace BroadbandHub.Sdk;

/// <summary>A bill was issued: its number is given and it does not change any more.</summary>
/// <param name="BillId">The bill.</param>
/// <param name="EnterpriseId">Who owes it.</param>
/// <param name="Number">The number on the bill.</param>
/// <param name="PeriodStart">First day of the billed month.</param>
/// <param name="GrossMinorUnits">What is owed, tax included, in minor units of <paramref name="CurrencyCode"/>.</param>
/// <param name="CurrencyCode">ISO 4217 code.</param>
/// <param name="OccurredAt">When, UTC.</param>
public sealed record BillIssued(
    BillId BillId, EnterpriseId EnterpriseId, string Number, DateOnly PeriodStart, long GrossMinorUnits, string CurrencyCode, DateTimeOffset OccurredAt)
    : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => BillId.ToString();
}
