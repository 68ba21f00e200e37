using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Pdf;

/// <summary>
/// All that a printed bill says, without its language: names are in both, the renderer picks the reader's. A credit note has negative amounts and the number of
/// the bill that it corrects.
/// </summary>
internal sealed record BillDocument(
    string Number,
    string IssuerName,
    string CustomerName,
    string CustomerReference,
    BillingPeriod Month,
    DateOnly IssuedOn,
    DateOnly DueOn,
    Currency Currency,
    IReadOnlyList<BillDocumentLine> Lines,
    IReadOnlyList<BillDocumentTax> Taxes,
    Money Net,
    Money Tax,
    Money Gross,
    string? CorrectsNumber = null);

/// <summary>A line: what was used or served, when, and what it costs before tax.</summary>
/// <param name="Group">The product; consecutive lines of one group stand under one heading.</param>
/// <param name="Name">The component of the price plan.</param>
/// <param name="Service">Days that are charged for.</param>
/// <param name="Quantity">In <paramref name="Unit"/>; null for what is not measured.</param>
/// <param name="Unit">The meter's unit.</param>
/// <param name="TaxRate">As a fraction.</param>
/// <param name="Net">Before tax.</param>
/// <param name="IsCorrection">A difference to an earlier bill: it belongs to an earlier month.</param>
internal sealed record BillDocumentLine(
    LocalText Group, LocalText Name, BillingPeriod Service, decimal? Quantity, string? Unit, decimal TaxRate, Money Net, bool IsCorrection);

/// <summary>Tax of one rate over the whole bill.</summary>
internal sealed record BillDocumentTax(decimal Rate, Money Net, Money Tax);
