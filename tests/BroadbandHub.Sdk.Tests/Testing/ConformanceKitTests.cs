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

    [Theory]
    [InlineData(ApplicationFault.KeyChanges, nameof(ApplicationConformance.It_describes_itself_alike_every_time))]
    [InlineData(ApplicationFault.MetersChange, nameof(ApplicationConformance.It_describes_itself_alike_every_time))]
    [InlineData(ApplicationFault.DescriptionChanges, nameof(ApplicationConformance.It_describes_itself_alike_every_time))]
    [InlineData(ApplicationFault.KeyHasCapitals, nameof(ApplicationConformance.Its_key_is_lower_case_letters_digits_and_hyphens))]
    [InlineData(ApplicationFault.KeyIsTooLong, nameof(ApplicationConformance.Its_key_is_lower_case_letters_digits_and_hyphens))]
    [InlineData(ApplicationFault.KeyEndsInALine, nameof(ApplicationConformance.Its_key_is_lower_case_letters_digits_and_hyphens))]
    [InlineData(ApplicationFault.NoChineseName, nameof(ApplicationConformance.Its_words_are_there_in_both_languages))]
    [InlineData(ApplicationFault.NoChineseDescription, nameof(ApplicationConformance.Its_words_are_there_in_both_languages))]
    [InlineData(ApplicationFault.NoChineseMeterName, nameof(ApplicationConformance.Its_words_are_there_in_both_languages))]
    [InlineData(ApplicationFault.LaunchAddressIsRelative, nameof(ApplicationConformance.Its_launch_address_is_absolute_http_or_there_is_none))]
    [InlineData(ApplicationFault.LaunchAddressIsNoWebAddress, nameof(ApplicationConformance.Its_launch_address_is_absolute_http_or_there_is_none))]
    [InlineData(ApplicationFault.TicketAddressIsRelative, nameof(ApplicationConformance.Its_address_for_tickets_is_absolute_http_without_a_fragment_or_there_is_none))]
    [InlineData(ApplicationFault.TicketAddressHasAFragment, nameof(ApplicationConformance.Its_address_for_tickets_is_absolute_http_without_a_fragment_or_there_is_none))]
    [InlineData(ApplicationFault.TicketAddressChanges, nameof(ApplicationConformance.It_describes_itself_alike_every_time))]
    [InlineData(ApplicationFault.TwoMetersWithOneKey, nameof(ApplicationConformance.Its_meters_have_keys_of_their_own))]
    [InlineData(ApplicationFault.MeterKeyHasASlash, nameof(ApplicationConformance.Its_meters_have_valid_keys_units_and_scales))]
    [InlineData(ApplicationFault.MeterHasNoUnit, nameof(ApplicationConformance.Its_meters_have_valid_keys_units_and_scales))]
    [InlineData(ApplicationFault.ScaleIsNegative, nameof(ApplicationConformance.Its_meters_have_valid_keys_units_and_scales))]
    [InlineData(ApplicationFault.ScaleIsTooFine, nameof(ApplicationConformance.Its_meters_have_valid_keys_units_and_scales))]
    [InlineData(ApplicationFault.RolesChange, nameof(ApplicationConformance.It_describes_itself_alike_every_time))]
    [InlineData(ApplicationFault.RoleKeyHasCapitals, nameof(ApplicationConformance.Its_roles_have_valid_keys_of_their_own))]
    [InlineData(ApplicationFault.RoleKeyIsTooLong, nameof(ApplicationConformance.Its_roles_have_valid_keys_of_their_own))]
    [InlineData(ApplicationFault.TwoRolesWithOneKey, nameof(ApplicationConformance.Its_roles_have_valid_keys_of_their_own))]
    [InlineData(ApplicationFault.TooManyRoles, nameof(ApplicationConformance.Its_roles_have_valid_keys_of_their_own))]
    [InlineData(ApplicationFault.TwoRolesByDefault, nameof(ApplicationConformance.At_most_one_of_its_roles_is_the_one_by_default))]
    [InlineData(ApplicationFault.NoChineseRoleName, nameof(ApplicationConformance.Its_words_are_there_in_both_languages))]
    [InlineData(ApplicationFault.NoChineseRoleDescription, nameof(ApplicationConformance.Its_words_are_there_in_both_languages))]
    public void Each_fact_turns_red_for_an_application_that_breaks_it_and_only_that_fact(ApplicationFault fault, string fact)
    {
        Assert.Empty(RedFacts(ApplicationFault.None));
        Assert.Equal([fact], RedFacts(fault));
    }

    [Fact]
    public void Every_fact_about_applications_is_shown_red_here()
    {
        var shown = GetType().GetMethod(nameof(Each_fact_turns_red_for_an_application_that_breaks_it_and_only_that_fact))!.GetCustomAttributes<InlineDataAttribute>();
        Assert.Equal(ApplicationFacts.Select(f => f.Name).Order(), shown.Select(d => (string)d.Data[1]!).Distinct().Order());
        Assert.Equal(Enum.GetValues<ApplicationFault>().Skip(1), shown.Select(d => (ApplicationFault)d.Data[0]!).Order());
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

    private static IEnumerable<MethodInfo> ApplicationFacts => typeof(ApplicationConformance).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null);

    private static List<string> RedFacts(ApplicationFault fault) =>
        [.. ApplicationFacts.Where(f => Record.Exception(() => f.Invoke(new FaultyApplication { Fault = fault }, null)) is TargetInvocationException { InnerException: Xunit.Sdk.IAssertionException }).Select(f => f.Name)];

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
