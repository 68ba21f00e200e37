using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Who may use an application. Scoped; answers for anybody, whoever asks: a sign-on asks it for the person who signs on.</summary>
public interface ISeatCheck
{
    /// <summary>The enterprise's subscriptions to the application that can be used now and at which the person has a seat; empty when there are none.</summary>
    Task<IReadOnlyList<SubscriptionId>> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken);
}
