using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Sdk;

namespace BroadbandHub.Orders.Subscriptions;

internal sealed record SubscriptionJson(
    SubscriptionId Id, EnterpriseId EnterpriseId, string? EnterpriseName, ProductId ProductId, WordsJson? ProductName, PlanVersionId PlanVersionId,
    string ApplicationKey, string State, DateOnly StartsOn, DateTimeOffset StartsAt, DateOnly? EndsOn, DateTimeOffset? EndsAt, string? RefusedCode,
    string? RefusedReason, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? EndedAt, IReadOnlyList<OperationJson> Operations)
{
    public static SubscriptionJson Of(
        Subscription s, string? enterpriseName = null, LocalText? productName = null, IReadOnlyList<OperationJson>? operations = null) => new(
        s.Id, s.EnterpriseId, enterpriseName, s.ProductId, productName is null ? null : WordsJson.Of(productName), s.PlanVersionId, s.ApplicationKey,
        Word(s.State), s.StartsOn, s.StartsAt, s.EndsOn, s.EndsAt, s.RefusedCode, s.RefusedReason, s.CreatedAt, s.ActivatedAt, s.EndedAt, operations ?? []);

    public static string Word(SubscriptionState state) => state.ToString().ToLowerInvariant();
}

/// <summary>What the application was asked, how far that is, and each attempt when they were asked for.</summary>
internal sealed record OperationJson(
    OperationId Id, string Action, string State, int Attempts, DateTimeOffset? NextAttemptAt, string? LastOutcome, string? LastMessage, string? Reference,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<AttemptJson> History)
{
    public static OperationJson Of(Operation o, IEnumerable<Attempt> attempts) => new(
        o.Id, o.Action.ToString().ToLowerInvariant(), o.State.ToString().ToLowerInvariant(), o.Attempts, o.State == OperationState.Open ? o.NextAttemptAt : null,
        o.LastOutcome, o.LastMessage, o.Reference, o.CreatedAt, o.FinishedAt, [.. attempts.Select(AttemptJson.Of)]);
}

internal sealed record AttemptJson(DateTimeOffset At, string Step, string Outcome, string? Message)
{
    public static AttemptJson Of(Attempt a) => new(a.At, a.Step.ToString().ToLowerInvariant(), a.Outcome, a.Message);
}
