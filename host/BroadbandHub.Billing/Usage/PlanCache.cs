using System.Collections.Concurrent;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Usage;

/// <summary>A plan version, and which of its components price a meter.</summary>
internal sealed class PricedPlan(PlanVersion plan)
{
    private readonly ILookup<string, PriceComponent> byMeter = plan.Components
        .Where(c => Rater.MeterOf(c) is not null).ToLookup(c => Rater.MeterOf(c)!, StringComparer.Ordinal);

    public PlanVersion Plan { get; } = plan;

    public IEnumerable<PriceComponent> Of(string meter) => byMeter[meter];
}

/// <summary>
/// What the hot path needs of the catalog. Plan versions do not change once they are published and stay for ever; meters are asked for again after a minute,
/// or at once (but not more than once a second) when one is not known, because an application registers a meter and then reports on it.
/// </summary>
internal sealed class PlanCache(IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<PlanVersionId, PricedPlan> plans = new();
    private readonly ConcurrentDictionary<string, (IReadOnlyDictionary<string, Meter> Meters, long At)> meters = new(StringComparer.Ordinal);

    public async ValueTask<PricedPlan?> PlanAsync(PlanVersionId id, CancellationToken cancellationToken)
    {
        if (plans.TryGetValue(id, out var known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var plan = await scope.ServiceProvider.GetRequiredService<ICatalog>().FindPlanAsync(id, cancellationToken);
        if (plan is null)
        {
            return null;
        }

        var priced = new PricedPlan(plan);
        return plan.State == PlanState.Draft ? priced : plans.GetOrAdd(id, priced);
    }

    public async ValueTask<Meter?> MeterAsync(string applicationKey, string key, CancellationToken cancellationToken)
    {
        var age = meters.TryGetValue(applicationKey, out var known) ? clock.GetElapsedTime(known.At) : TimeSpan.MaxValue;
        if (age < TimeSpan.FromMinutes(1) && (known.Meters.ContainsKey(key) || age < TimeSpan.FromSeconds(1)))
        {
            return known.Meters.GetValueOrDefault(key);
        }

        await using var scope = scopes.CreateAsyncScope();
        var all = await scope.ServiceProvider.GetRequiredService<ICatalog>().MetersAsync(applicationKey, cancellationToken);
        meters[applicationKey] = (all, clock.GetTimestamp());
        return all.GetValueOrDefault(key);
    }
}
