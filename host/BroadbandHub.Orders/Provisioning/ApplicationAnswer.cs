using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Orders.Provisioning;

internal enum AnswerKind
{
    Done,
    Refused,

    /// <summary>It may have happened, or goes on: ask what became of it.</summary>
    AskLater,

    /// <summary>It certainly did not happen: apply it again.</summary>
    ApplyLater,

    /// <summary>Nobody was asked: do the same step again.</summary>
    SameLater,
}

/// <summary>What an answer of the application means for the operation. Every way of not getting an answer is in here too.</summary>
internal sealed record ApplicationAnswer(AnswerKind Kind, string Outcome, string? Message = null, string? Code = null, string? Reference = null)
{
    /// <summary>There is nobody to ask: the application needs no provisioning.</summary>
    public static ApplicationAnswer NothingToDo { get; } = new(AnswerKind.Done, "nothingToDo");

    public static ApplicationAnswer Of(PluginAnswer<ProvisioningResult> answer) => answer switch
    {
        PluginAnswer<ProvisioningResult>.Answered answered => Of(answered.Value),
        PluginAnswer<ProvisioningResult>.NotRunning not => new(AnswerKind.SameLater, "notRunning", not.Reason),
        PluginAnswer<ProvisioningResult>.Failed failed => new(AnswerKind.AskLater, "failed", failed.Reason),
        PluginAnswer<ProvisioningResult>.TimedOut late => new(
            AnswerKind.AskLater, "timedOut", $"No answer within {late.After.TotalSeconds:0} seconds."),
        _ => throw new NotSupportedException($"No meaning for {answer.GetType().Name}."),
    };

    private static ApplicationAnswer Of(ProvisioningResult? result) => result switch
    {
        ProvisioningResult.Done done => new(AnswerKind.Done, "done", Reference: done.Reference),
        ProvisioningResult.Pending => new(AnswerKind.AskLater, "pending"),
        ProvisioningResult.Refused refused => new(AnswerKind.Refused, "refused", refused.Message, refused.Code),
        ProvisioningResult.NotExecuted not => new(AnswerKind.ApplyLater, "notExecuted", not.Message),
        ProvisioningResult.Unknown unknown => new(AnswerKind.AskLater, "unknown", unknown.Message),
        _ => new(AnswerKind.AskLater, "unknown", "The plugin answered nothing."),
    };
}
