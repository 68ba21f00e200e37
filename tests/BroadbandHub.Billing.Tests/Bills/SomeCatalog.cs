using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests.Bills;

/// <summary>Products, plans, tax rates and enterprises that a test makes up.</summary>
internal sealed class SomeCatalog : ICatalog, ITaxRates, IOrganisations
{
    private readonly Dictionary<ProductId, ProductView> products = [];
    private readonly Dictionary<PlanVersionId, PlanVersion> plans = [];
    private readonly Dictionary<EnterpriseId, EnterpriseView> enterprises = [];

    public Dictionary<string, decimal> Rates { get; } = new(StringComparer.Ordinal) { ["standard"] = 0.06m, ["zero"] = 0m };

    public static PriceComponent Fee(decimal amount, string tax = "standard") => new FlatMonthly("fee", new("Monthly fee", "月租费"), tax, amount);

    public static PriceComponent PerGb(decimal unitPrice, string key = "storage", string tax = "standard") =>
        new PerUnit(key, new("Storage " + key, "存储 " + key), tax, key, unitPrice, 0);

    public (EnterpriseId Enterprise, ProductId Product, PlanVersion Plan) Sell(string name, PriceComponent[] components, TimeProvider clock)
    {
        var enterprise = EnterpriseId.New(clock);
        enterprises[enterprise] = new(enterprise, name, clock.GetUtcNow());
        var plan = new PlanVersion(PlanVersionId.New(clock), ProductId.New(clock), 1, "CNY", MidpointRounding.AwayFromZero, components, PlanState.Published);
        plans[plan.Id] = plan;
        products[plan.ProductId] = new(plan.ProductId, "disk", null, new("Network disk", "网络硬盘"), null, plan.Id);
        return (enterprise, plan.ProductId, plan);
    }

    public Task<ProductView?> FindProductAsync(ProductId id, CancellationToken cancellationToken) => Task.FromResult(products.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<ProductId, ProductView>> FindProductsAsync(IReadOnlyCollection<ProductId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<ProductId, ProductView>>(products);

    public Task<PlanVersion?> FindPlanAsync(PlanVersionId id, CancellationToken cancellationToken) => Task.FromResult(plans.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<string, Meter>> MetersAsync(string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Meter>>(plans.Values.SelectMany(p => p.Components).OfType<PerUnit>().Select(c => c.MeterKey).Distinct()
            .ToDictionary(k => k, k => new Meter("disk", k, "GB", 12, new(k))));

    public Task<decimal?> FindAsync(string taxCategory, DateOnly on, CancellationToken cancellationToken) =>
        Task.FromResult(Rates.TryGetValue(taxCategory, out var rate) ? (decimal?)rate : null);

    public Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken) => Task.FromResult(enterprises.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<EnterpriseId, EnterpriseView>>(enterprises);

    public Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EnterpriseView>>([.. enterprises.Values]);

    public Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken) => Task.FromResult<PartnerView?>(null);

    public Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PartnerView>>([]);
}
