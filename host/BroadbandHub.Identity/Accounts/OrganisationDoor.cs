using BroadbandHub.Identity.Customers;
using BroadbandHub.Identity.Partners;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Nobody comes in whose enterprise or partner does not. Scoped; asked at every sign-in and on every request.</summary>
internal sealed class OrganisationDoor(CustomerDoor customers, PartnerDoor partners)
{
    public static readonly HubError Shut = HubError.Forbidden(
        "sign_in.organisation_shut", "Your organisation's access is suspended or has ended. Your password and your data are as they were; ask your organisation's administrator or the operator.");

    public async Task<bool> IsShutAsync(Person person, CancellationToken cancellationToken) =>
        await customers.IsShutAsync(person.EnterpriseId, cancellationToken) || await partners.IsShutAsync(person.PartnerId, cancellationToken);
}
