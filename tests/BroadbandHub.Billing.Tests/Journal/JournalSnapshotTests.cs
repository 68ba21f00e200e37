using BroadbandHub.Billing.Journal;
using BroadbandHub.Billing.Tests.Bills;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Journal;

public sealed class JournalSnapshotTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_is_posted_while_a_journal_is_written_comes_with_the_next_one(Engine engine)
    {
        var meanwhile = new Meanwhile();
        await using var world = await BillingWorld.CreateAsync(engine, s => s.AddSingleton<IOrganisations>(p => meanwhile.Over(p.GetServices<ICatalog>().OfType<IOrganisations>().First())));
        var acme = await world.SubscribeAsync("Acme", new PerUnit("storage", new("GB", "GB"), "standard", "storage", 1m, 0m));
        Assert.Equal(["Accepted"], await world.ReportAsync(BillingWorld.Event(acme, "1", "10")));
        meanwhile.Happens = async () =>
        {
            // A new enterprise: accounts and transfers that the journal has not heard of.
            var late = await world.SubscribeAsync("Latecomer", new PerUnit("storage", new("GB", "GB"), "standard", "storage", 1m, 0m));
            Assert.Equal(["Accepted"], await world.ReportAsync(BillingWorld.Event(late, "2", "7")));
        };

        var first = await world.JournalAsync(new HledgerFormat(), new DateOnly(2026, 1, 1));
        Assert.DoesNotContain("Latecomer", first, StringComparison.Ordinal);
        Assert.Contains("10.00", first, StringComparison.Ordinal);
        Assert.DoesNotContain("7.00", first, StringComparison.Ordinal);
        var second = await world.JournalAsync(new HledgerFormat(), new DateOnly(2026, 1, 1));
        Assert.Contains("7.00", second, StringComparison.Ordinal);
    }

    /// <summary>Lets something happen once, when names are looked up: after the accounts are read, before the transfers.</summary>
    private sealed class Meanwhile : IOrganisations
    {
        private IOrganisations below = null!;

        public Func<Task>? Happens { get; set; }

        public IOrganisations Over(IOrganisations organisations)
        {
            below = organisations;
            return this;
        }

        public Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken) => below.FindEnterpriseAsync(id, cancellationToken);

        public async Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken)
        {
            if (Happens is { } happens)
            {
                Happens = null;
                await happens();
            }

            return await below.FindEnterprisesAsync(ids, cancellationToken);
        }

        public Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
            below.ListEnterprisesAsync(search, skip, take, cancellationToken);

        public Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken) => below.FindPartnerAsync(id, cancellationToken);

        public Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken) =>
            below.ListPartnersAsync(search, skip, take, cancellationToken);
    }
}
