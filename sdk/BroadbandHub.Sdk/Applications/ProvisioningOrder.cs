namespace BroadbandHub.Sdk;

/// <summary>What is to be done at the application.</summary>
public enum ProvisioningAction
{
    /// <summary>Make the subscription usable.</summary>
    Activate,

    /// <summary>Take it away for good; the application keeps what the law says it must.</summary>
    End,
}

/// <summary>An order to an application.</summary>
/// <param name="OperationId">Same id, same operation.</param>
/// <param name="Action">What to do.</param>
/// <param name="ApplicationKey">Which application.</param>
/// <param name="SubscriptionId">For which subscription.</param>
/// <param name="EnterpriseId">Whose it is.</param>
/// <param name="EnterpriseName">The enterprise's name, for the application's own screens.</param>
/// <param name="ProductId">The product.</param>
public sealed record ProvisioningOrder(
    OperationId OperationId, ProvisioningAction Action, string ApplicationKey, SubscriptionId SubscriptionId, EnterpriseId EnterpriseId, string EnterpriseName, ProductId ProductId);
