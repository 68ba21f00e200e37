using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Identity.Customers;

/// <summary>What changes of customers are called in the logs.</summary>
internal static class CustomerChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("identity.enterprise.changed", Business, new("Changed what is known of {subject}", "修改企业 {subject} 的资料")),
            new("identity.enterprise.activated", Business, new("Made {subject} a customer", "将 {subject} 转为正式客户")),
            new("identity.enterprise.suspended", Business, new("Suspended {subject}", "暂停企业 {subject}")),
            new("identity.enterprise.resumed", Business, new("Resumed {subject}", "恢复企业 {subject}")),
            new("identity.enterprise.closed", Business, new("Closed {subject}", "注销企业 {subject}")),
            new("identity.contact.added", Business, new("Added a contact to {subject}", "为 {subject} 新增联系人")),
            new("identity.contact.changed", Business, new("Changed a contact of {subject}", "修改 {subject} 的联系人")),
            new("identity.contact.removed", Business, new("Removed a contact of {subject}", "删除 {subject} 的联系人")),
            new("identity.line.added", Business, new("Added the line {line} to {subject}", "为 {subject} 新增线路 {line}")),
            new("identity.line.changed", Business, new("Changed a line of {subject}", "修改 {subject} 的线路")),
            new("identity.line.removed", Business, new("Removed the line {line} of {subject}", "删除 {subject} 的线路 {line}")),
            new("identity.manager.assigned", Business, new("Changed who looks after {subject}", "调整 {subject} 的客户经理")),
            new("identity.manager.handed_over", Business, new("Handed {customers} customers over to another manager", "将 {customers} 家客户移交给其他客户经理")),
            new("identity.enterprises.uploaded", Business, new("Uploaded a list of customers", "上传客户名单")),
            new("identity.enterprises.imported", Business, new("Took {customers} customers of a list on", "从名单导入 {customers} 家客户")),
        ],
        [],
        [
            new("number", new("Customer number", "客户编号")), new("registered_address", new("Registered address", "注册地址")), new("industry", new("Industry", "所属行业")),
            new("size", new("Size", "企业规模")), new("credit_class", new("Credit class", "信用等级"), OperatorOnly: true), new("tags", new("Tags", "标签"), OperatorOnly: true),
            new("state", new("State", "状态")), new("reason", new("Reason", "原因"), OperatorOnly: true),
            new("line", new("Line", "线路")), new("manager", new("Client manager", "客户经理")), new("customers", new("Customers", "客户数")), new("address", new("Address", "地址")),
            new("access", new("Access", "接入方式")), new("down_mbps", new("Mbit/s down", "下行带宽（Mbit/s）")), new("up_mbps", new("Mbit/s up", "上行带宽（Mbit/s）")),
            new("contact_role", new("Role of the contact", "联系人职务")), new("main_contact", new("Main contact", "主要联系人")),
        ]);
}
