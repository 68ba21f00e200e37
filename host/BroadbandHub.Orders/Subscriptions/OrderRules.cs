using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>An order that may be taken.</summary>
internal sealed record ValidOrder(
    EnterpriseId EnterpriseId, ProductView Product, PlanVersionId PlanVersionId, DateOnly StartsOn, DateTimeOffset StartsAt, bool NeedsProvisioning);

/// <summary>Who may order what for whom, and from when.</summary>
internal sealed class OrderRules(ICatalog catalog, IApplications applications, IOrganisations organisations, IPartners partners, ICurrentUser user, OperatorCalendar calendar)
{
    public async Task<Outcome<ValidOrder>> CheckAsync(OpenSubscription.Body body, bool byHub, CancellationToken cancellationToken)
    {
        var own = !byHub && user.Audience != Audience.Operator ? user.EnterpriseId : null;
        var enterpriseId = body.EnterpriseId ?? own;
        var foreign = own is not null ? enterpriseId != own : !byHub && user.Audience != Audience.Operator;
        if (foreign || enterpriseId is null || await organisations.FindEnterpriseAsync(enterpriseId.Value, cancellationToken) is null)
        {
            return HubError.Invalid("subscription.unknown_enterprise", "There is no such enterprise, or you may not order for it.", "enterpriseId");
        }

        var product = body.ProductId is { } productId ? await catalog.FindProductAsync(productId, cancellationToken) : null;
        if (product is null || (own is not null && product.State == ProductState.Draft))
        {
            return HubError.Invalid("subscription.unknown_product", "There is no such product.", "productId");
        }

        if (product.State != ProductState.Published || product.CurrentPlanId is null)
        {
            return HubError.Conflict("subscription.product_not_on_sale", product.State == ProductState.Retired
                ? "The product is retired and takes no new subscriptions."
                : "The product is a draft. Publish a price plan first.");
        }

        if (product.PartnerId is { } partner && !await partners.IsActiveAsync(partner, cancellationToken))
        {
            return HubError.Conflict("subscription.partner_not_active", "The product's maker is not an active partner now, so the product takes no new subscriptions.");
        }

        var planId = body.PlanVersionId ?? product.CurrentPlanId.Value;
        if (planId != product.CurrentPlanId)
        {
            var plan = await catalog.FindPlanAsync(planId, cancellationToken);
            if (plan is not { State: PlanState.Published } || plan.ProductId != product.Id || (own is not null))
            {
                return HubError.Invalid("subscription.unknown_plan", "The product has no such published price plan that you may order.", "planVersionId");
            }
        }

        if (CheckStart(body.StartsOn, byHub) is { } bad)
        {
            return bad;
        }

        var startsOn = body.StartsOn ?? calendar.Today;
        var application = await applications.FindAsync(product.ApplicationKey, cancellationToken);
        return new ValidOrder(enterpriseId.Value, product, planId, startsOn, calendar.StartOf(startsOn), application?.HasProvisioner ?? true);
    }

    private HubError? CheckStart(DateOnly? startsOn, bool byHub)
    {
        var today = calendar.Today;
        var on = startsOn ?? today;
        if (on < today.AddMonths(-OpenSubscription.MostMonthsAway) || on > today.AddMonths(OpenSubscription.MostMonthsAway))
        {
            return HubError.Invalid(
                "subscription.start_too_far", $"A subscription starts at most {OpenSubscription.MostMonthsAway} months from today, back or ahead.", "startsOn");
        }

        return on < today && !byHub && !user.Can(OrdersPermissions.Backdate)
            ? HubError.Forbidden("subscription.backdating_forbidden", "You may not open subscriptions in the past. Start today or later.") with { Field = "startsOn" }
            : null;
    }
}
