using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Orders;

/// <summary>What this module's changes are called in the logs.</summary>
internal static class OrdersChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("orders.subscription.opened", Business, new("Subscribed to {product}", "订购 {product}")),
            new("orders.subscription.end_set", Business, new("Ends the subscription to {subject} on {ends_on}", "将 {subject} 的订购设为 {ends_on} 终止")),
            new("orders.subscription.withdrawn", Business, new("Withdrew the order of {subject}", "撤回 {subject} 的订购")),
            new("orders.operation.answered", Business, new("{subject} answered {answer} to {action}", "{subject} 对 {action} 的答复：{answer}")),
            new("orders.operation.tried_now", Business, new("Had {subject} asked again", "立即重新向 {subject} 发起请求")),
            new("orders.seat.assigned", Business, new("Gave {person} a seat on {subject}", "为 {person} 分配 {subject} 的使用名额")),
            new("orders.seat.roles_set", Business, new("Set the roles of {person} in {subject}", "设置 {person} 在 {subject} 中的角色")),
            new("orders.seat.withdrawn", Business, new("Took the seat on {subject} from {person}", "收回 {person} 的 {subject} 使用名额")),
        ],
        [new("subscription", new("Subscription", "订购"), "/console/subscriptions/{id}")],
        [
            new("product", new("Product", "产品")), new("starts_on", new("Starts on", "开始日期")), new("ends_on", new("Ends on", "终止日期")), new("person", new("Person", "人员")), new("roles", new("Roles", "角色")),
            new("action", new("Asked for", "请求内容")), new("answer", new("Answer", "答复")), new("code", new("Code", "代码")),
        ]);
}
