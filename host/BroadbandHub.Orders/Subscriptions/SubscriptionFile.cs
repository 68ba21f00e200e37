using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Orders.OrdersTexts;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>The list of subscriptions as a file.</summary>
internal static class SubscriptionFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/console/subscriptions.csv", (string? state, string? sort, IMediator mediator, CancellationToken cancellationToken) => CsvFile.Of(
            "subscriptions.csv",
            [
                new(T["subscription.enterprise"], s => s.EnterpriseName), new(T["subscription.product"], s => s.ProductName?.ToLocalText().ToString()), new(T["subscription.state"], s => T["state." + s.State]),
                new(T["subscription.starts_on"], s => s.StartsOn), new(T["subscription.ends_on"], s => s.EndsOn), new(T["subscription.id"], s => s.Id),
            ],
            ReadAsync(mediator, state, sort, cancellationToken)))
        .RequireAuthorization(OrdersPermissions.Read).ExcludeFromDescription();

    private static async IAsyncEnumerable<SubscriptionJson> ReadAsync(
        IMediator mediator, string? state, string? sort, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var skip = 0; ; skip += ListSubscriptions.MostAtOnce)
        {
            var found = await mediator.Send(new ListSubscriptions.Query(null, ListSubscriptions.MostAtOnce, null, null, state, skip, sort), cancellationToken);
            foreach (var subscription in found.IsOk ? found.Value.Items : [])
            {
                yield return subscription;
            }

            if (!found.IsOk || found.Value.Next is null)
            {
                yield break;
            }
        }
    }
}
