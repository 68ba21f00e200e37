using BroadbandHub.Sdk;
using MediatR;

namespace BroadbandHub.Catalog.Contracts;

/// <summary>A subscription is to be charged from now on. Published by the module that owns subscriptions, inside its unit of work; whoever listens writes in the same transaction.</summary>
public sealed record ServiceStarted(
    SubscriptionId SubscriptionId, EnterpriseId EnterpriseId, ProductId ProductId, PlanVersionId PlanVersionId, string ApplicationKey, DateTimeOffset StartsAt)
    : INotification;

/// <summary>A subscription is charged until then, exclusive.</summary>
public sealed record ServiceEnded(SubscriptionId SubscriptionId, DateTimeOffset EndsAt) : INotification;
