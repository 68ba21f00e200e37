using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using MediatR;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>Subscriptions for the console's search box: by id, as an application or a log names them.</summary>
internal sealed class SubscriptionSearch(IMediator mediator, ICurrentUser user) : ISearchSource
{
    private static readonly LocalText Kind = new("Subscription", "订购");

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken)
    {
        if (user.Audience != Audience.Operator || !user.Can(OrdersPermissions.Read) || !SubscriptionId.TryParse(words, null, out var id))
        {
            return [];
        }

        var found = await mediator.Send(new GetSubscription.Query(id), cancellationToken);
        return found.IsOk
            ? [new SearchHit(Kind, "receipt_long", found.Value.ProductName?.ToLocalText().ToString() ?? words, found.Value.EnterpriseName, $"/console/subscriptions/{id}")]
            : [];
    }
}
