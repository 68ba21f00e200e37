using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Plans;

/// <summary>A version of a product's prices. Editable as a draft, never changed once it is published: bills point at it.</summary>
internal sealed class Plan
{
    public PlanVersionId Id { get; init; }

    public ProductId ProductId { get; init; }

    /// <summary>1, 2, 3… per product, in the order the drafts were made.</summary>
    public int Number { get; init; }

    public required string CurrencyCode { get; set; }

    public MidpointRounding Rounding { get; set; }

    /// <summary>The components as JSON: decimals keep every digit there, and a plan is read and written whole.</summary>
    public required string Components { get; set; }

    public PlanState State { get; private set; } = PlanState.Draft;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Tells contents apart: whoever saves says which one he has seen.</summary>
    public string Revision => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{CurrencyCode} {Rounding} {Components}")))[..16];

    /// <param name="plan">What it says from now on.</param>
    /// <param name="seen">The revision that the editor began with; null for one who does not care.</param>
    public HubError? Edit(ValidPlan plan, string? seen)
    {
        if (State != PlanState.Draft)
        {
            return PlanErrors.Published(Number);
        }

        if (seen is not null && seen != Revision)
        {
            return PlanErrors.ChangedMeanwhile(Number);
        }

        (CurrencyCode, Rounding, Components) = (plan.CurrencyCode, plan.Rounding, PlanDocument.Write(plan.Components));
        return null;
    }

    public HubError? Publish(DateTimeOffset now)
    {
        if (State != PlanState.Draft)
        {
            return PlanErrors.Published(Number);
        }

        (State, PublishedAt) = (PlanState.Published, now);
        return null;
    }

    public PlanVersion ToVersion() => new(Id, ProductId, Number, CurrencyCode, Rounding, PlanDocument.Read(Components), State);
}

internal static class PlanErrors
{
    public static HubError Published(int number) => HubError.Conflict(
        "plan.already_published", $"Version {number} is published and cannot be changed. Make a new version instead.");

    public static HubError ChangedMeanwhile(int number) => HubError.Conflict(
        "plan.changed_meanwhile", $"Somebody else has saved version {number} since you read it. Read it again, and decide what shall hold.");

    public static HubError NotFound(PlanVersionId id) => HubError.NotFound("plan.not_found", $"There is no plan version {id} that you may see.");
}
