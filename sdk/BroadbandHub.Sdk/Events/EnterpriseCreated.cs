namespace BroadbandHub.Sdk;

/// <summary>An enterprise was created.</summary>
/// <param name="EnterpriseId">The enterprise.</param>
/// <param name="Name">Its name.</param>
/// <param name="OccurredAt">When, UTC.</param>
public sealed record EnterpriseCreated(EnterpriseId EnterpriseId, string Name, DateTimeOffset OccurredAt) : HubEvent(OccurredAt)
{
    /// <inheritdoc/>
    public override string Subject => EnterpriseId.ToString();
}
