using System.Text.RegularExpressions;
using Xunit;

namespace BroadbandHub.Sdk.Testing;

/// <summary>
/// What every implementation of <see cref="IApplicationProvisioner"/> must do, above all when its application does not behave. Derive a public class from
/// it in the plugin's tests, with a fake of the application (its wire, not its client). The facts cannot be overridden.
/// </summary>
public abstract partial class ApplicationProvisionerConformance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>True unless the application never answers "accepted, goes on".</summary>
    protected virtual bool AnswersPending => true;

    /// <summary>A text that must never appear in answers and log lines, such as the key the plugin signs on with; null when there is none.</summary>
    protected abstract string? Secret { get; }

    /// <summary>All that the plugin logged so far.</summary>
    protected abstract IReadOnlyCollection<string> LogLines { get; }

    /// <summary>Starts the fake application and sets the plugin up. Called once before each fact.</summary>
    protected abstract ValueTask StartAsync();

    /// <summary>Stops what <see cref="StartAsync"/> started. Called once after each fact.</summary>
    protected abstract ValueTask StopAsync();

    /// <summary>Makes the application behave like this from the next call on.</summary>
    protected abstract void Behave(ApplicationBehaviour behaviour);

    /// <summary>Calls the provisioner in a scope of its own, as the hub does.</summary>
    protected abstract Task<ProvisioningResult> CallAsync(Func<IApplicationProvisioner, Task<ProvisioningResult>> call);

    /// <summary>How many times the operation had an effect at the application.</summary>
    protected abstract int EffectsOf(OperationId operation);

    /// <summary>Completes when the application has received the operation.</summary>
    protected abstract Task ReceivedAsync(OperationId operation);

    /// <summary>Lets the plugin's own time limit pass, for example by advancing the clock.</summary>
    protected abstract void PassTimeLimit();

    /// <summary>Runs <see cref="StartAsync"/>.</summary>
    public ValueTask InitializeAsync() => StartAsync();

    /// <summary>Runs <see cref="StopAsync"/>.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return StopAsync();
    }

    /// <summary>The ordinary case.</summary>
    [Fact]
    public async Task An_order_is_carried_out_once()
    {
        var order = Order(ProvisioningAction.Activate);
        Assert.IsType<ProvisioningResult.Done>(await ApplyAsync(order));
        Assert.Equal(1, EffectsOf(order.OperationId));
    }

    /// <summary>The hub repeats an order after a crash.</summary>
    [Fact]
    public async Task The_same_operation_again_has_no_second_effect_and_answers_alike()
    {
        var order = Order(ProvisioningAction.Activate);
        var first = await ApplyAsync(order);
        Assert.Equal(first, await ApplyAsync(order));
        Assert.Equal(first, await QueryAsync(order.OperationId));
        Assert.Equal(1, EffectsOf(order.OperationId));
    }

    /// <summary>An end is an operation of its own.</summary>
    [Fact]
    public async Task A_subscription_that_was_activated_can_be_ended()
    {
        var order = Order(ProvisioningAction.Activate);
        await ApplyAsync(order);
        var end = order with { OperationId = OperationId.New(TimeProvider.System), Action = ProvisioningAction.End };
        Assert.IsType<ProvisioningResult.Done>(await ApplyAsync(end));
        Assert.Equal(1, EffectsOf(end.OperationId));
    }

    /// <summary>A refusal is an answer, not an exception.</summary>
    [Fact]
    public async Task A_refusal_is_told_with_a_stable_code()
    {
        Behave(ApplicationBehaviour.Refuses);
        var order = Order(ProvisioningAction.Activate);
        var refused = Assert.IsType<ProvisioningResult.Refused>(await ApplyAsync(order));
        Assert.Matches(CodePattern(), refused.Code);
        Assert.False(string.IsNullOrWhiteSpace(refused.Message));
        Assert.Equal(0, EffectsOf(order.OperationId));
    }

    /// <summary>The hub may then simply try again.</summary>
    [Fact]
    public async Task An_application_that_cannot_be_reached_means_not_executed()
    {
        Behave(ApplicationBehaviour.Unreachable);
        var order = Order(ProvisioningAction.Activate);
        Assert.IsType<ProvisioningResult.NotExecuted>(await ApplyAsync(order));
        Behave(ApplicationBehaviour.Works);
        Assert.IsType<ProvisioningResult.Done>(await ApplyAsync(order));
        Assert.Equal(1, EffectsOf(order.OperationId));
    }

    /// <summary>Nobody knows yet, and the answer says so; asking later tells.</summary>
    [Fact]
    public async Task A_time_out_after_sending_is_unknown_and_asking_later_resolves_it()
    {
        Behave(ApplicationBehaviour.CarriesOutWithoutAnswering);
        var order = Order(ProvisioningAction.Activate);
        var answer = ApplyAsync(order);
        await ReceivedAsync(order.OperationId).WaitAsync(Patience);
        PassTimeLimit();
        Assert.IsType<ProvisioningResult.Unknown>(await answer.WaitAsync(Patience));
        Behave(ApplicationBehaviour.Works);
        Assert.IsType<ProvisioningResult.Done>(await QueryAsync(order.OperationId));
        Assert.Equal(1, EffectsOf(order.OperationId));
    }

    /// <summary>An order may be lost before it is sent.</summary>
    [Fact]
    public async Task Asking_for_an_operation_that_never_arrived_says_not_executed() =>
        Assert.IsType<ProvisioningResult.NotExecuted>(await QueryAsync(OperationId.New(TimeProvider.System)));

    /// <summary>Asking while the application is away must not be taken for "it did not happen".</summary>
    [Fact]
    public async Task Asking_an_application_that_cannot_be_reached_settles_nothing()
    {
        var order = Order(ProvisioningAction.Activate);
        await ApplyAsync(order);
        Behave(ApplicationBehaviour.Unreachable);
        Assert.IsType<ProvisioningResult.Unknown>(await QueryAsync(order.OperationId));
    }

    /// <summary>Long work is accepted first and asked for later.</summary>
    [Fact]
    public async Task Pending_work_is_done_when_it_is_asked_for_later()
    {
        Assert.SkipUnless(AnswersPending, "The application never answers that an order goes on.");
        Behave(ApplicationBehaviour.WorksLater);
        var order = Order(ProvisioningAction.Activate);
        Assert.IsType<ProvisioningResult.Pending>(await ApplyAsync(order));
        Behave(ApplicationBehaviour.Works);
        Assert.IsType<ProvisioningResult.Done>(await QueryAsync(order.OperationId));
        Assert.Equal(1, EffectsOf(order.OperationId));
    }

    /// <summary>A host that stops does not wait for a silent application.</summary>
    [Fact]
    public async Task Cancellation_is_honoured()
    {
        Behave(ApplicationBehaviour.CarriesOutWithoutAnswering);
        using var stop = new CancellationTokenSource();
        var order = Order(ProvisioningAction.Activate);
        var answer = CallAsync(p => p.ApplyAsync(order, stop.Token));
        await ReceivedAsync(order.OperationId).WaitAsync(Patience);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(Patience));
    }

    /// <summary>Answers are shown to operators and logs are kept.</summary>
    [Fact]
    public async Task The_secret_appears_in_no_answer_and_no_log_line()
    {
        Assert.SkipWhen(Secret is null, "There is no secret.");
        var told = new List<string>();
        foreach (var behaviour in new[] { ApplicationBehaviour.Works, ApplicationBehaviour.Refuses, ApplicationBehaviour.Unreachable })
        {
            Behave(behaviour);
            var order = Order(ProvisioningAction.Activate);
            told.Add((await ApplyAsync(order)).ToString());
            told.Add((await QueryAsync(order.OperationId)).ToString());
        }

        Assert.All(told.Concat(LogLines), text => Assert.DoesNotContain(Secret!, text, StringComparison.Ordinal));
    }

    private static ProvisioningOrder Order(ProvisioningAction action) => new(
        OperationId.New(TimeProvider.System), action, "conformance", SubscriptionId.New(TimeProvider.System), EnterpriseId.New(TimeProvider.System),
        "Acme & Söhne 有限公司", ProductId.New(TimeProvider.System));

    private Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order) => CallAsync(p => p.ApplyAsync(order, CancellationToken.None));

    private Task<ProvisioningResult> QueryAsync(OperationId operation) => CallAsync(p => p.QueryAsync(operation, CancellationToken.None));

    [GeneratedRegex("^[a-z0-9_]+([.][a-z0-9_]+)*\\z")]
    private static partial Regex CodePattern();
}
