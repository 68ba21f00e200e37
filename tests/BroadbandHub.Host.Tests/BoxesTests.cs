using System.Reflection;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests;

/// <summary>
/// Boxes of several modules stand on one page and are rendered at the same time, while a scope has one database connection: two that use the page's scope disturb each
/// other, on MariaDB with an error page. So each reads with a scope of its own (<see cref="OwningComponentBase"/>).
/// </summary>
public sealed class BoxesTests
{
    private static readonly Type[] HarmlessInScope = [typeof(IViewer), typeof(NavigationManager)];

    [Fact]
    public async Task Boxes_on_shared_pages_take_nothing_from_the_pages_scope()
    {
        await using var hub = await WholeHub.StartAsync(Engine.Sqlite);
        var boxes = hub.Services.GetServices<PortalWidget>().Select(w => w.Component).Concat(hub.Services.GetServices<OrganisationPanel>().Select(p => p.Component)).ToList();
        Assert.NotEmpty(boxes);
        Assert.Empty(boxes.SelectMany(b => Shared(b, hub.Registrations)));
        Assert.NotEmpty(Shared(typeof(Sharing), hub.Registrations));
    }

    private static IEnumerable<string> Shared(Type box, IReadOnlyList<ServiceDescriptor> registrations) =>
        from property in box.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where property.GetCustomAttribute<InjectAttribute>() is not null && !HarmlessInScope.Contains(property.PropertyType)
        where registrations.LastOrDefault(r => r.ServiceType == property.PropertyType) is { Lifetime: not ServiceLifetime.Singleton }
        select $"{box.Name}.{property.Name} is of the page's scope";

    private sealed class Sharing : ComponentBase
    {
        [Inject]
        public MediatR.IMediator Mediator { get; set; } = null!;
    }
}
