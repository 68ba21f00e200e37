using System.Collections.Concurrent;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using MediatR;

namespace BroadbandHub.Orders.Tests;

internal sealed class FakeUser : ICurrentUser
{
    private static readonly PersonId Clerk = new(new Guid("01900000-0000-7000-8000-0000000000e1"));

    public PersonId? PersonId { get; set; } = Clerk;

    public string? ClientId => null;

    public string Name => "somebody";

    public Audience Audience { get; private set; } = Audience.Operator;

    public EnterpriseId? EnterpriseId { get; private set; }

    public PartnerId? PartnerId { get; private set; }

    public string? ApplicationKey { get; private set; }

    public HashSet<string> Denied { get; } = [];

    public bool Can(string permission) => !Denied.Contains(permission);

    public void BeOperator() => (Audience, EnterpriseId, PartnerId, ApplicationKey) = (Audience.Operator, null, null, null);

    public void BeEnterprise(EnterpriseId id) => (Audience, EnterpriseId, PartnerId, ApplicationKey) = (Audience.Enterprise, id, null, null);

    public void BePartner(PartnerId id) => (Audience, EnterpriseId, PartnerId, ApplicationKey) = (Audience.Partner, null, id, null);

    public void BeApplication(string key) => (Audience, EnterpriseId, PartnerId, ApplicationKey) = (Audience.Public, null, null, key);
}

/// <summary>One application with a provisioner, and products in every state.</summary>
internal sealed class FakeCatalog : ICatalog, IApplications
{
    private static readonly LocalText Text = new("Disk", "网盘");

    private readonly Dictionary<ProductId, ProductView> products = new()
    {
        [Some.Disk] = new(Some.Disk, "disk", Some.Partner, Text, "app.disk", Some.Plan2),
        [Some.Draft] = new(Some.Draft, "disk", null, Text, "app.disk", null, ProductState.Draft),
        [Some.Retired] = new(Some.Retired, "disk", null, Text, "app.disk", Some.Plan2, ProductState.Retired),
    };

    public bool HasProvisioner { get; set; } = true;

    public Uri? LaunchUrl { get; set; }

    public IReadOnlyList<ApplicationRole> Roles { get; set; } = [];

    public Task<ProductView?> FindProductAsync(ProductId id, CancellationToken cancellationToken) => Task.FromResult(products.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<ProductId, ProductView>> FindProductsAsync(IReadOnlyCollection<ProductId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<ProductId, ProductView>>(products);

    public Task<IReadOnlyCollection<ProductId>> ProductsOfAsync(PartnerId partner, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<ProductId>>([.. products.Values.Where(p => p.PartnerId == partner).Select(p => p.Id)]);

    public Task<PlanVersion?> FindPlanAsync(PlanVersionId id, CancellationToken cancellationToken) => Task.FromResult(
        id == Some.Plan1 || id == Some.Plan2 || id == Some.PlanDraft
            ? new PlanVersion(id, Some.Disk, 1, "CNY", MidpointRounding.AwayFromZero, [], id == Some.PlanDraft ? PlanState.Draft : PlanState.Published)
            : null);

    public Task<IReadOnlyDictionary<string, Meter>> MetersAsync(string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Meter>>(new Dictionary<string, Meter>());

    public Task<ApplicationView?> FindAsync(string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult<ApplicationView?>(new("disk", "app.disk", Text, Text, LaunchUrl, HasProvisioner) { Roles = Roles });

    public async Task<IReadOnlyDictionary<string, ApplicationView>> FindAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken) =>
        new Dictionary<string, ApplicationView> { ["disk"] = (await FindAsync("disk", cancellationToken))! };
}

/// <summary>Plays the application: answers are given in order; an answer can also be that there is none.</summary>
internal sealed class FakePlugins : IPluginCalls
{
    private readonly ConcurrentQueue<object> answers = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    public List<ProvisioningOrder> Orders { get; } = [];

    public void Answer(params object[] next) => Array.ForEach(next, answers.Enqueue);

    public Task NotifyAsync<TCapability>(Func<TCapability, CancellationToken, Task> call, CancellationToken cancellationToken)
        where TCapability : class => Task.CompletedTask;

    public async Task<PluginAnswer<TResult>> DecideAsync<TCapability, TResult>(
        string pluginId, Func<TCapability, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TCapability : class
    {
        Assert.True(answers.TryDequeue(out var next), "The application was asked once too often.");
        if (next is PluginAnswer<ProvisioningResult>.NotRunning)
        {
            Calls.Enqueue("none");
            return (PluginAnswer<TResult>)next;
        }

        var result = await call((TCapability)(object)new Provisioner(this, next as ProvisioningResult), cancellationToken);
        return next as PluginAnswer<TResult> ?? new PluginAnswer<TResult>.Answered(result);
    }

    private sealed class Provisioner(FakePlugins plugins, ProvisioningResult? result) : IApplicationProvisioner
    {
        public Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken)
        {
            plugins.Calls.Enqueue("apply");
            plugins.Orders.Add(order);
            return Task.FromResult(result!);
        }

        public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken)
        {
            plugins.Calls.Enqueue("query");
            return Task.FromResult(result!);
        }
    }
}

internal sealed class FakeOrganisations : IOrganisations
{
    public Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken) =>
        Task.FromResult(id == Some.Acme || id == Some.Other ? new EnterpriseView(id, "Acme", DateTimeOffset.UnixEpoch) : null);

    public Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<EnterpriseId, EnterpriseView>>(ids.ToDictionary(i => i, i => new EnterpriseView(i, "Acme", DateTimeOffset.UnixEpoch)));

    public Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EnterpriseView>>([]);

    public Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken) => Task.FromResult<PartnerView?>(null);

    public Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PartnerView>>([]);
}

/// <summary>Serves everybody but those it is told not to.</summary>
internal sealed class FakeCustomers : ICustomers
{
    public HashSet<EnterpriseId> NotServed { get; } = [];

    public Task<HubError?> TakeForOrderAsync(EnterpriseId enterprise, CancellationToken cancellationToken) =>
        Task.FromResult(NotServed.Contains(enterprise) ? HubError.Conflict("customer.not_served", "Suspended.") : null);
}

/// <summary>What other modules heard; the first so many of them cannot write it down and fail.</summary>
internal sealed class Heard
{
    public ConcurrentQueue<INotification> All { get; } = new();

    public int FailNext { get; set; }

    public Task Hear(INotification notification)
    {
        if (FailNext > 0)
        {
            FailNext--;
            throw new InvalidOperationException("Billing could not write.");
        }

        All.Enqueue(notification);
        return Task.CompletedTask;
    }
}

internal sealed class HearStarted(Heard heard) : INotificationHandler<ServiceStarted>
{
    public Task Handle(ServiceStarted notification, CancellationToken cancellationToken) => heard.Hear(notification);
}

internal sealed class HearEnded(Heard heard) : INotificationHandler<ServiceEnded>
{
    public Task Handle(ServiceEnded notification, CancellationToken cancellationToken) => heard.Hear(notification);
}

/// <summary>All partners are active but those that a test names.</summary>
internal sealed class FakePartners : IPartners
{
    public HashSet<PartnerId> NotActive { get; } = [];

    public Task<bool> IsActiveAsync(PartnerId partner, CancellationToken cancellationToken) => Task.FromResult(!NotActive.Contains(partner));
}
