using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.PluginHost.Contracts;
using MediatR;

namespace BroadbandHub.Orders.Demo;

/// <summary>Whether this hub shows the demonstration: the seeding says so. Singleton.</summary>
internal sealed class DemoState
{
    public bool IsOn { get; set; }
}

/// <summary>The demonstration's enterprise subscribes to its product, from the first of last month, as soon as the product is there.</summary>
internal sealed class DemoSubscription(ICatalog catalog, IOrganisations organisations, OperatorCalendar calendar, IMediator mediator, DemoState demo)
    : IDemoSeed, IPluginObserver
{
    public int Order => 200;

    public Task SeedAsync(CancellationToken cancellationToken)
    {
        demo.IsOn = true;
        return OpenAsync(cancellationToken);
    }

    public Task OnRunningAsync(string pluginId, CancellationToken cancellationToken) => demo.IsOn ? OpenAsync(cancellationToken) : Task.CompletedTask;

    public Task OnStoppedAsync(string pluginId, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var product = (await catalog.ListPublishedAsync(null, cancellationToken)).FirstOrDefault(p => p.Name.English == DemoCatalog.Product);
        var enterprises = await organisations.ListEnterprisesAsync(DemoNames.Enterprise, 0, 1, cancellationToken);
        if (product is null || enterprises.Count == 0)
        {
            return;
        }

        // The key makes it once, on whichever node and however often; a later start with another first day is told so and changes nothing.
        var today = calendar.Today;
        var body = new OpenSubscription.Body(enterprises[0].Id, product.Id, null, new DateOnly(today.Year, today.Month, 1).AddMonths(-1));
        await OpenSubscription.SendAsync(mediator, new OpenSubscription.Command(body, "demo", ByHub: true), cancellationToken);
    }
}
