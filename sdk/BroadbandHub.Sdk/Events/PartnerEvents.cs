namespace BroadbandHub.Sdk;

/// <summary>
/// The operator suspended a partner: its people are locked out and nothing new of it is sold. What enterprises have subscribed to goes on, so an application keeps serving and reporting;
/// it may tell its own staff, or stop what only the partner's people use.
/// </summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="ApplicationKeys">The keys of the partner's applications; an application looks for its own here.</param>
/// <param name="OccurredAt">When, UTC.</param>
public sealed record PartnerSuspended(PartnerId PartnerId, string Reason, IReadOnlyList<string> ApplicationKeys, DateTimeOffset OccurredAt) : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => PartnerId.ToString();
}

/// <summary>A suspended partner works with the operator again.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="ApplicationKeys">The keys of the partner's applications.</param>
/// <param name="OccurredAt">When, UTC.</param>
public sealed record PartnerResumed(PartnerId PartnerId, IReadOnlyList<string> ApplicationKeys, DateTimeOffset OccurredAt) : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => PartnerId.ToString();
}

/// <summary>A partner left for good; no subscription to its products runs any more.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="ApplicationKeys">The keys of the applications that were its.</param>
/// <param name="OccurredAt">When, UTC.</param>
public sealed record PartnerLeft(PartnerId PartnerId, IReadOnlyList<string> ApplicationKeys, DateTimeOffset OccurredAt) : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => PartnerId.ToString();
}
