using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Catalog.Tests;

internal sealed class FakeUser : ICurrentUser
{
    public PersonId? PersonId { get; set; }

    public string? ClientId { get; set; }

    public string Name => "somebody";

    public Audience Audience { get; set; } = Audience.Operator;

    public EnterpriseId? EnterpriseId { get; set; }

    public PartnerId? PartnerId { get; set; }

    public string? ApplicationKey { get; set; }

    public bool Can(string permission) => true;

    public void BeOperator() => (Audience, PartnerId, EnterpriseId, ApplicationKey) = (Audience.Operator, null, null, null);

    public void BePartner(PartnerId partner) => (Audience, PartnerId, EnterpriseId, ApplicationKey) = (Audience.Partner, partner, null, null);

    public void BeEnterprise() => (Audience, PartnerId, EnterpriseId, ApplicationKey) = (Audience.Enterprise, null, new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch)), null);

    public void BeApplication(string key) => (Audience, PartnerId, EnterpriseId, ApplicationKey) = (Audience.Public, null, null, key);
}

/// <summary>Plugins that say what a test told them to say.</summary>
internal sealed class FakePlugins : IPluginCalls
{
    private readonly Dictionary<(string Plugin, Type Capability), object> capabilities = [];

    public void Describe(string pluginId, ApplicationDescriptor descriptor) => Provide<IApplication>(pluginId, new Said(() => descriptor));

    public void DescribeBadly(string pluginId, Exception exception) => Provide<IApplication>(pluginId, new Said(() => throw exception));

    public void Provide<TCapability>(string pluginId, TCapability implementation)
        where TCapability : class => capabilities[(pluginId, typeof(TCapability))] = implementation;

    public Task NotifyAsync<TCapability>(Func<TCapability, CancellationToken, Task> call, CancellationToken cancellationToken)
        where TCapability : class => Task.CompletedTask;

    public async Task<PluginAnswer<TResult>> DecideAsync<TCapability, TResult>(
        string pluginId, Func<TCapability, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TCapability : class
    {
        if (!capabilities.TryGetValue((pluginId, typeof(TCapability)), out var capability))
        {
            return new PluginAnswer<TResult>.NotRunning("It lacks the capability.");
        }

        try
        {
            return new PluginAnswer<TResult>.Answered(await call((TCapability)capability, cancellationToken));
        }
        catch (InvalidOperationException e)
        {
            return new PluginAnswer<TResult>.Failed(e.Message);
        }
    }

    private sealed class Said(Func<ApplicationDescriptor> say) : IApplication
    {
        public ApplicationDescriptor Describe() => say();
    }
}

internal sealed class FakeProvisioner : IApplicationProvisioner
{
    public Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class FakeOrganisations : IOrganisations
{
    public static readonly PartnerId Partner = new(new Guid("01900000-0000-7000-8000-000000000001"));
    public static readonly PartnerId Other = new(new Guid("01900000-0000-7000-8000-000000000002"));

    public Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken) => Task.FromResult<EnterpriseView?>(null);

    public Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<EnterpriseId, EnterpriseView>>(new Dictionary<EnterpriseId, EnterpriseView>());

    public Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EnterpriseView>>([]);

    public Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken) =>
        Task.FromResult(id == Partner || id == Other ? new PartnerView(id, "Diskworks", DateTimeOffset.UnixEpoch) : null);

    public Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PartnerView>>([]);
}

internal sealed class FakeClients : IApplicationClients
{
    public Task<ClientCredential> CreateAsync(
        string applicationKey, string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        Task.FromResult(new ClientCredential(applicationKey + "-1", string.Join(' ', scopes)));

    public Task<IReadOnlyList<CredentialView>> ListAsync(string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CredentialView>>([]);

    public Task<Outcome<ClientCredential>> RotateAsync(string applicationKey, string clientId, DateTimeOffset oldValidUntil, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<ClientCredential>>(new ClientCredential(clientId + "-2", oldValidUntil.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));

    public Task<Outcome<Done>> RevokeAsync(string applicationKey, string clientId, CancellationToken cancellationToken) => Task.FromResult<Outcome<Done>>(Done.Instance);
}
