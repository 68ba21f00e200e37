namespace BroadbandHub.Sdk;

/// <summary>A subscription became active: its application has provisioned it and it may be used and charged.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="EnterpriseId">Whose it is.</param>
/// <param name="ProductId">The product.</param>
/// <param name="ApplicationKey">The application's key, as its descriptor says.</param>
/// <param name="StartsAt">From when it is charged, UTC; may lie in the past.</param>
/// <param name="OccurredAt">When it became active, UTC.</param>
public sealed record SubscriptionActivated(
    SubscriptionId SubscriptionId, EnterpriseId EnterpriseId, ProductId ProductId, string ApplicationKey, DateTimeOffset StartsAt, DateTimeOffset OccurredAt)
    : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => SubscriptionId.ToString();
}

/// <summary>A subscription ended.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="EnterpriseId">Whose it was.</param>
/// <param name="ApplicationKey">The application's key.</param>
/// <param name="EndsAt">Until when it is charged, exclusive, UTC.</param>
/// <param name="OccurredAt">When it was ended, UTC.</param>
public sealed record SubscriptionEnded(
    SubscriptionId SubscriptionId, EnterpriseId EnterpriseId, string ApplicationKey, DateTimeOffset EndsAt, DateTimeOffset OccurredAt)
    : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => SubscriptionId.ToString();
}
