using System.Collections.Concurrent;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Plans;

/// <summary>Published plans never change, so every node may keep them. Singleton.</summary>
internal sealed class PlanCache
{
    private const int Most = 5000;
    private readonly ConcurrentDictionary<PlanVersionId, PlanVersion> plans = new();

    public PlanVersion? Find(PlanVersionId id) => plans.GetValueOrDefault(id);

    public void Keep(PlanVersion? plan)
    {
        if (plan is not { State: PlanState.Published })
        {
            return;
        }

        if (plans.Count >= Most)
        {
            plans.Clear();
        }

        plans[plan.Id] = plan;
    }
}
