using BroadbandHub.Sdk.Testing;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Sdk.Tests.Testing;

public enum Fault
{
    None,
    ForgetsTheOperationId,
    ThrowsWhenRefused,
    UnreachableIsUnknown,
    TimeOutIsNotExecuted,
    UnknownOperationIsDone,
    UnreachableQuestionIsNotExecuted,
    PendingIsDone,
    TellsTheSecret,
    IgnoresCancellation,
    DoesNothing,
}

/// <summary>An application and its provisioner in memory; right, but for one chosen fault.</summary>
public class FaultyProvisioner : ApplicationProvisionerConformance, IApplicationProvisioner
{
    private readonly Dictionary<OperationId, int> effects = [];
    private readonly FakeTimeProvider clock = new();
    private readonly TaskCompletionSource received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ApplicationBehaviour behaviour;

    public Fault Fault { get; init; }

    protected override string? Secret => "open-sesame";

    protected override IReadOnlyCollection<string> LogLines => [];

    public async Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken)
    {
        switch (behaviour)
        {
            case ApplicationBehaviour.Unreachable:
                return Fault == Fault.UnreachableIsUnknown ? new ProvisioningResult.Unknown("away") : new ProvisioningResult.NotExecuted("away");
            case ApplicationBehaviour.Refuses when Fault == Fault.ThrowsWhenRefused:
                throw new InvalidOperationException("refused");
            case ApplicationBehaviour.Refuses:
                return new ProvisioningResult.Refused("application.refuses", Fault == Fault.TellsTheSecret ? "wrong key open-sesame" : "no");
        }

        if (Fault != Fault.DoesNothing)
        {
            effects[order.OperationId] = Fault == Fault.ForgetsTheOperationId ? effects.GetValueOrDefault(order.OperationId) + 1 : 1;
        }

        received.TrySetResult();
        if (behaviour == ApplicationBehaviour.CarriesOutWithoutAnswering)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(20), clock, cancellationToken);
            }
            catch (OperationCanceledException) when (Fault == Fault.IgnoresCancellation)
            {
            }

            return Fault == Fault.TimeOutIsNotExecuted ? new ProvisioningResult.NotExecuted("late") : new ProvisioningResult.Unknown("late");
        }

        return behaviour == ApplicationBehaviour.WorksLater && Fault != Fault.PendingIsDone ? new ProvisioningResult.Pending() : new ProvisioningResult.Done("r");
    }

    public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken) => Task.FromResult<ProvisioningResult>(
        behaviour == ApplicationBehaviour.Unreachable
            ? Fault == Fault.UnreachableQuestionIsNotExecuted ? new ProvisioningResult.NotExecuted("away") : new ProvisioningResult.Unknown("away")
            : effects.ContainsKey(operationId) || Fault == Fault.UnknownOperationIsDone ? new ProvisioningResult.Done("r") : new ProvisioningResult.NotExecuted("never came"));

    protected override ValueTask StartAsync() => ValueTask.CompletedTask;

    protected override ValueTask StopAsync() => ValueTask.CompletedTask;

    protected override void Behave(ApplicationBehaviour behaviour) => this.behaviour = behaviour;

    protected override Task<ProvisioningResult> CallAsync(Func<IApplicationProvisioner, Task<ProvisioningResult>> call) => call(this);

    protected override int EffectsOf(OperationId operation) => effects.GetValueOrDefault(operation);

    protected override Task ReceivedAsync(OperationId operation) => received.Task;

    protected override void PassTimeLimit() => clock.Advance(TimeSpan.FromMinutes(1));
}
