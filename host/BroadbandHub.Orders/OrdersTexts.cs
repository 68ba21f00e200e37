namespace BroadbandHub.Orders;

internal static class OrdersTexts
{
    internal static readonly Sdk.Texts T = Sdk.Texts.Of(typeof(OrdersTexts).Assembly);
}
