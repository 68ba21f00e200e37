using NetworkDisk.Journal;

namespace NetworkDisk.Provisioning;

/// <summary>
/// Where the hub's plugin sends its orders. An operation is put at its own address, so the same order again is seen as the same one; the same
/// id with other content is a conflict.
/// </summary>
internal static class ProvisioningEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/provisioning/v1/operations/{operation:maxlength(100)}").AddEndpointFilter(HubKey.CheckAsync);
        group.MapPut("", Put);
        group.MapGet("", (string operation, Disk disk) => disk.Read(d => d.Operation(operation)) is null
            ? Problems.Of(404, "operation.unknown", "This operation never arrived here.")
            : Done(operation));
    }

    private static IResult Put(string operation, OrderBody order, Disk disk, TimeProvider clock) => disk.Change<IResult>(d =>
    {
        if (d.Operation(operation) is { } known)
        {
            return (known == order ? Done(operation) : Problems.Of(409, "operation.id_conflict", "This operation was ordered before with other content."), null);
        }

        if (order.Action is not ("activate" or "end") || string.IsNullOrEmpty(order.Subscription) || order.Subscription.Length > 100)
        {
            return (Problems.Of(400, "operation.malformed", "An order has an action (activate or end) and a subscription."), null);
        }

        var ended = order.Action == "activate" && d.Subscriptions.Any(s => s.Id == order.Subscription && s.EndedAt is not null);
        return ended
            ? (Problems.Of(409, "subscription.ended", "This subscription has ended and cannot be activated again."), null)
            : (Done(operation), new Provisioned(clock.GetUtcNow(), operation, order));
    });

    private static IResult Done(string operation) => Results.Ok(new { state = "done", reference = operation });
}
