using BroadbandHub.Sdk;

namespace BroadbandHub.Orders.Subscriptions;

internal enum SubscriptionState
{
    /// <summary>Ordered; its application is being asked to make it ready.</summary>
    Provisioning,
    Active,

    /// <summary>Its end is decided; charged until then, and its application takes it away after.</summary>
    Ending,
    Ended,

    /// <summary>Its application will not have it. Nothing was charged.</summary>
    Refused,

    /// <summary>Taken back before it became active. Nothing was charged.</summary>
    Withdrawn,
}

/// <summary>An enterprise's subscription to a product. Provisioning → Active → Ending → Ended, or Provisioning → Refused or Withdrawn.</summary>
internal sealed class Subscription
{
    public const int MostReason = 1000;

    public SubscriptionId Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public ProductId ProductId { get; init; }

    public PlanVersionId PlanVersionId { get; init; }

    public required string ApplicationKey { get; init; }

    public SubscriptionState State { get; private set; } = SubscriptionState.Provisioning;

    /// <summary>First charged day, in the operator's zone.</summary>
    public DateOnly StartsOn { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    /// <summary>First day that is not charged any more.</summary>
    public DateOnly? EndsOn { get; private set; }

    public DateTimeOffset? EndsAt { get; private set; }

    public string? RefusedCode { get; private set; }

    public string? RefusedReason { get; private set; }

    /// <summary>Who ordered it: a person's or client's id, or the hub.</summary>
    public required string OpenedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Nobody uses it any more, or ever will.</summary>
    public bool IsOver => State is SubscriptionState.Ended or SubscriptionState.Refused or SubscriptionState.Withdrawn;

    public HubError? Activate(DateTimeOffset now)
    {
        if (State != SubscriptionState.Provisioning)
        {
            return WrongState("activated");
        }

        (State, ActivatedAt) = (SubscriptionState.Active, now);
        return null;
    }

    public HubError? Refuse(string code, string reason)
    {
        if (State != SubscriptionState.Provisioning)
        {
            return WrongState("refused");
        }

        (State, RefusedCode, RefusedReason) = (SubscriptionState.Refused, code, reason);
        return null;
    }

    public HubError? Withdraw()
    {
        if (State != SubscriptionState.Provisioning)
        {
            return WrongState("withdrawn");
        }

        State = SubscriptionState.Withdrawn;
        return null;
    }

    public HubError? End(DateOnly on, DateTimeOffset at)
    {
        if (State != SubscriptionState.Active)
        {
            return WrongState("ended");
        }

        (State, EndsOn, EndsAt) = (SubscriptionState.Ending, on, at);
        return null;
    }

    public HubError? Finish(DateTimeOffset now)
    {
        if (State != SubscriptionState.Ending)
        {
            return WrongState("finished");
        }

        (State, EndedAt) = (SubscriptionState.Ended, now);
        return null;
    }

    private HubError WrongState(string verb) => HubError.Conflict(
        "subscription.wrong_state", $"The subscription is {State.ToString().ToLowerInvariant()} and cannot be {verb} now.");
}

/// <summary>An Idempotency-Key that a caller has used, and what for.</summary>
internal sealed class UsedKey
{
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request, so that another request under the same key is noticed.</summary>
    public required string Content { get; init; }

    public SubscriptionId SubscriptionId { get; init; }

    public DateTimeOffset UsedAt { get; init; }
}

internal static class SubscriptionErrors
{
    public static HubError NotFound(SubscriptionId id) => HubError.NotFound("subscription.not_found", $"There is no subscription {id} that you may see.");
}
