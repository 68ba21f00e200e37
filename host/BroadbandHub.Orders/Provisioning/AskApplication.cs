using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using MediatR;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>One operation: claim it, ask the application outside of any transaction, record what it said.</summary>
internal sealed class AskApplication(IMediator mediator, IPluginCalls plugins, IApplications applications, IOrganisations organisations)
{
    /// <summary>False when there was nothing to do, because somebody else has it.</summary>
    public async Task<bool> AskAsync(OperationId id, CancellationToken cancellationToken)
    {
        var claimed = await mediator.Send(new ClaimOperation.Command(id), cancellationToken);
        if (!claimed.IsOk)
        {
            return false;
        }

        var answer = await AskAsync(claimed.Value, cancellationToken);
        await mediator.Send(new RecordAnswer.Command(id, answer), cancellationToken);
        return true;
    }

    private async Task<ApplicationAnswer> AskAsync(ClaimOperation.Claimed claimed, CancellationToken cancellationToken)
    {
        var (subscription, operation) = claimed;
        var application = await applications.FindAsync(subscription.ApplicationKey, cancellationToken);
        if (application is null)
        {
            return new ApplicationAnswer(AnswerKind.SameLater, "notRunning", $"The application '{subscription.ApplicationKey}' is not known.");
        }

        if (!application.HasProvisioner)
        {
            return ApplicationAnswer.NothingToDo;
        }

        var enterprise = await organisations.FindEnterpriseAsync(subscription.EnterpriseId, cancellationToken);
        var order = new ProvisioningOrder(
            operation.Id, operation.Action, subscription.ApplicationKey, subscription.Id, subscription.EnterpriseId, enterprise?.Name ?? "", subscription.ProductId);
        var apply = operation.Step == OperationStep.Apply;
        return ApplicationAnswer.Of(await plugins.DecideAsync<IApplicationProvisioner, ProvisioningResult>(
            application.PluginId,
            (provisioner, token) => apply ? provisioner.ApplyAsync(order, token) : provisioner.QueryAsync(order.OperationId, token),
            cancellationToken));
    }
}
