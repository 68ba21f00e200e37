using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Imports;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.Identity.Customers;

/// <summary>Wiring of enterprises as customers.</summary>
internal static class CustomersModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<CustomerDoor>().AddScoped<ICustomers>(p => p.GetRequiredService<CustomerDoor>())
            .AddScoped<ManagerBook>().AddScoped<CustomerFinder>().AddScoped<CustomerFile>();
        services.TryAddScoped<IRunningServices, NothingRuns>();
        services.AddSingleton(new GuardedDeed("/identity/v1/enterprises/{id}/state")).AddSingleton(new GuardedDeed("/console/enterprises/{Id}/state", AskFirst: true));
        CustomerChanges.Add(services);
        Proposals.ProposalsModule.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        UpdateEnterprise.Map(routes);
        ChangeCustomerState.Map(routes);
        LookAlikes.Map(routes);
        UploadCustomers.Map(routes);
        ConfirmCustomers.Map(routes);
        ListManagers.Map(routes);
        AssignManager.Map(routes);
        HandOver.Map(routes);
        ListContacts.Map(routes);
        SaveContact.Map(routes);
        RemoveContact.Map(routes);
        ListLines.Map(routes);
        SaveLine.Map(routes);
        RemoveLine.Map(routes);
        Proposals.ProposalsModule.Map(routes);
    }

    /// <summary>While no module sells anything.</summary>
    private sealed class NothingRuns : IRunningServices
    {
        public Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> CountAsync(PartnerId partner, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
