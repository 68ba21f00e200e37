using System.Reflection;
using BroadbandHub.Sdk.Testing;

namespace BroadbandHub.Sdk.Tests.Testing;

/// <summary>A kit that nothing can fail proves nothing: each fact is shown red with a provisioner that breaks just this.</summary>
public sealed class ConformanceKitTests
{
    [Theory]
    [InlineData(Fault.ForgetsTheOperationId, nameof(ApplicationProvisionerConformance.The_same_operation_again_has_no_second_effect_and_answers_alike))]
    [InlineData(Fault.ThrowsWhenRefused, nameof(ApplicationProvisionerConformance.A_refusal_is_told_with_a_stable_code))]
    [InlineData(Fault.UnreachableIsUnknown, nameof(ApplicationProvisionerConformance.An_application_that_cannot_be_reached_means_not_executed))]
    [InlineData(Fault.TimeOutIsNotExecuted, nameof(ApplicationProvisionerConformance.A_time_out_after_sending_is_unknown_and_asking_later_resolves_it))]
    [InlineData(Fault.UnknownOperationIsDone, nameof(ApplicationProvisionerConformance.Asking_for_an_operation_that_never_arrived_says_not_executed))]
    [InlineData(Fault.UnreachableQuestionIsNotExecuted, nameof(ApplicationProvisionerConformance.Asking_an_application_that_cannot_be_reached_settles_nothing))]
    [InlineData(Fault.PendingIsDone, nameof(ApplicationProvisionerConformance.Pending_work_is_done_when_it_is_asked_for_later))]
    [InlineData(Fault.TellsTheSecret, nameof(ApplicationProvisionerConformance.The_secret_appears_in_no_answer_and_no_log_line))]
    [InlineData(Fault.IgnoresCancellation, nameof(ApplicationProvisionerConformance.Cancellation_is_honoured))]
    [InlineData(Fault.DoesNothing, nameof(ApplicationProvisionerConformance.An_order_is_carried_out_once))]
    [InlineData(Fault.DoesNothing, nameof(ApplicationProvisionerConformance.A_subscription_that_was_activated_can_be_ended))]
    public async Task Each_fact_turns_red_for_a_provisioner_that_breaks_it(Fault fault, string fact)
    {
        await RunAsync(Fault.None, fact);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(fault, fact));
    }

    [Fact]
    public void Every_fact_about_provisioners_is_shown_red_here()
    {
        var facts = typeof(ApplicationProvisionerConformance).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => m.Name);
        var shown = GetType().GetMethod(nameof(Each_fact_turns_red_for_a_provisioner_that_breaks_it))!.GetCustomAttributes<InlineDataAttribute>().Select(d => (string)d.Data[1]!);
        Assert.Equal(facts.Order(), shown.Distinct().Order());
    }

    [Fact]
    public void The_facts_cannot_be_overridden() => Assert.All(
        new[] { typeof(ApplicationConformance), typeof(ApplicationProvisionerConformance), typeof(ConformanceCoverage) }
            .SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttribute<FactAttribute>() is not null),
        fact => Assert.False(fact.IsVirtual && !fact.IsFinal));

    [Fact]
    public void Every_capability_of_the_sdk_has_a_kit() => Assert.Equal(Capabilities.All.Keys.Order(), ConformanceCoverage.KnownCapabilities.Order());

    [Fact]
    public void A_capability_without_its_conformance_class_is_named()
    {
        Assert.Empty(ConformanceCoverage.Missing(["application-provisioner"], [typeof(FaultyProvisioner)]));
        var missing = Assert.Single(ConformanceCoverage.Missing(["application", "application-provisioner"], [typeof(FaultyProvisioner)]));
        Assert.Contains("ApplicationConformance", missing);
        Assert.Single(ConformanceCoverage.Missing(["application-provisioner"], [typeof(HiddenProvisioner)]));
        Assert.Single(ConformanceCoverage.Missing(["teleportation"], []));
    }

    private static async Task RunAsync(Fault fault, string fact)
    {
        var kit = new FaultyProvisioner { Fault = fault };
        await kit.InitializeAsync();
        try
        {
            await (Task)typeof(ApplicationProvisionerConformance).GetMethod(fact)!.Invoke(kit, null)!;
        }
        finally
        {
            await kit.DisposeAsync();
        }
    }

    private sealed class HiddenProvisioner : FaultyProvisioner;
}
