using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Demo;

/// <summary>Whether this hub shows the demonstration: the seeding says so. Singleton.</summary>
internal sealed class DemoState
{
    public bool IsOn { get; set; }
}

/// <summary>The demonstration's product. Its application comes with a plugin, so it is made when that plugin first runs.</summary>
internal sealed class DemoProduct(CatalogDb db, IMediator mediator, IOrganisations organisations, ILeases leases, DemoState demo) : IDemoSeed, IPluginObserver
{
    private const string Application = "network-disk";

    private static readonly PlanInput Prices = new("CNY", null,
    [
        new(ComponentJson.FlatMonthly, "base", new("Monthly fee", "月租费"), "standard", Amount: 99m),
        new(ComponentJson.Graduated, "storage", new("Storage", "存储空间"), "standard", Meter: "storage.gb-hours", Tiers:
            [new(73_000m, 0.0004m), new(730_000m, 0.00032m), new(null, 0.00025m)]),
        new(ComponentJson.PerUnit, "traffic", new("Traffic", "流量"), "standard", Meter: "traffic.gb", UnitPrice: 0.5m, Included: 100m),
        new(ComponentJson.PerUnit, "requests", new("Requests", "请求次数"), "standard", Meter: "requests", UnitPrice: 0.000012m),
    ]);

    public int Order => 100;

    public Task SeedAsync(CancellationToken cancellationToken)
    {
        demo.IsOn = true;
        return MakeAsync(cancellationToken);
    }

    public Task OnRunningAsync(string pluginId, CancellationToken cancellationToken) => demo.IsOn ? MakeAsync(cancellationToken) : Task.CompletedTask;

    public Task OnStoppedAsync(string pluginId, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (!await db.Applications.AnyAsync(a => a.Key == Application, cancellationToken))
        {
            return;
        }

        await using var lease = await leases.TryAcquireAsync("demo-product", TimeSpan.FromMinutes(1), cancellationToken);
        if (lease is null)
        {
            return; // Another node makes it.
        }

        var product = await db.Products.AsNoTracking()
            .FirstOrDefaultAsync(p => p.ApplicationKey == Application && p.NameEn == DemoCatalog.Product, cancellationToken);
        if (product is { State: not ProductState.Draft })
        {
            return;
        }

        var id = product?.Id ?? await CreateAsync(cancellationToken);
        var plan = await mediator.Send(new DraftPlan.Command(id, null, Prices), cancellationToken);
        if (plan.IsOk)
        {
            await mediator.Send(new PublishPlan.Command(plan.Value.Id), cancellationToken);
        }
    }

    private async Task<ProductId> CreateAsync(CancellationToken cancellationToken)
    {
        var partners = await organisations.ListPartnersAsync(DemoNames.Partner, 0, 1, cancellationToken);
        if (partners.Count > 0)
        {
            await mediator.Send(new AssignPartner.Command(Application, partners[0].Id), cancellationToken);
        }

        var made = await mediator.Send(
            new CreateProduct.Command(
                Application, partners.Count > 0 ? partners[0].Id : null, new(DemoCatalog.Product, "网络硬盘标准版"),
                new("Files of the whole firm, charged by what is stored, moved and asked for.", "全公司的文件云盘，按存储、流量和请求次数计费。")),
            cancellationToken);
        return made.Value.Id;
    }
}
