using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Orders;

internal static class OrdersPermissions
{
    public const string Read = "orders.subscriptions.read";
    public const string Write = "orders.subscriptions.write";
    public const string Seats = "orders.seats.write";
    public const string Backdate = "orders.subscriptions.backdate";

    public static IEnumerable<PermissionDefinition> All =>
    [
        new(Read, new LocalText("See subscriptions", "查看订购"), Audience.Operator),
        new(Read, new LocalText("See the enterprise's subscriptions", "查看本企业的订购"), Audience.Enterprise),
        new(Read, new LocalText("See subscriptions to own products", "查看自己产品的订购"), Audience.Partner),
        new(Write, new LocalText("Open and end subscriptions", "开通和终止订购"), Audience.Operator),
        new(Write, new LocalText("Open and end the enterprise's subscriptions", "开通和终止本企业的订购"), Audience.Enterprise),
        new(Seats, new LocalText("Assign seats to employees", "为员工分配名额"), Audience.Operator),
        new(Seats, new LocalText("Assign seats to the enterprise's employees", "为本企业员工分配名额"), Audience.Enterprise),
        new(Backdate, new LocalText("Open and end subscriptions in the past", "追溯开通和终止订购"), Audience.Operator),
    ];
}
