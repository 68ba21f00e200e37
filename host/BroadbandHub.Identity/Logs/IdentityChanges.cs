using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Identity.Logs;

/// <summary>What this module's changes are called, and those of the plugin host below it.</summary>
internal static class IdentityChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("identity.enterprise.created", Business, new("Took the enterprise {subject} on", "新增企业 {subject}")),
            new("identity.partner.created", Business, new("Took the partner {subject} on", "新增合作伙伴 {subject}")),
            new("identity.person.created", Administration, new("Added {subject}", "新增人员 {subject}")),
            new("identity.person.suspended", Administration, new("Suspended {subject}", "停用人员 {subject}")),
            new("identity.person.resumed", Administration, new("Let {subject} in again", "恢复人员 {subject}")),
            new("identity.person.roles_set", Administration, new("Changed the roles of {subject}", "调整 {subject} 的角色")),
            new("identity.person.password_link_made", Administration, new("Made a password link for {subject}", "为 {subject} 生成密码设置链接")),
            new("identity.role.created", Administration, new("Made the role {subject}", "新建角色 {subject}")),
            new("identity.role.changed", Administration, new("Changed the role {subject}", "修改角色 {subject}")),
            new("identity.role.removed", Administration, new("Removed the role {subject}", "删除角色 {subject}")),
            new("identity.password.set", Administration, new("Chose a password with a link", "通过链接设置了密码")),
            new("identity.administrator.made", Administration, new("Made {subject} an administrator at the command line", "通过命令行将 {subject} 设为管理员")),
            new("identity.account.signed_in", Administration, new("Signed in", "登录系统")),
            new("identity.account.signed_out", Administration, new("Signed out", "退出登录")),
            new("identity.account.session_ended", Administration, new("Ended a session", "结束了一个会话")),
            new("identity.account.other_sessions_ended", Administration, new("Ended all other sessions", "结束了其他所有会话")),
            new("identity.account.password_changed", Administration, new("Changed the own password", "修改了本人密码")),
            new("identity.account.key_added", Administration, new("Registered a security key", "登记了安全密钥")),
            new("identity.account.key_renamed", Administration, new("Renamed a security key", "重命名了安全密钥")),
            new("identity.account.key_removed", Administration, new("Removed a security key", "移除了安全密钥")),
            new("identity.account.certificate_bound", Administration, new("Bound a certificate to the account of {subject}", "为 {subject} 的账号绑定了证书")),
            new("identity.account.certificate_renamed", Administration, new("Renamed a certificate", "重命名了数字证书")),
            new("identity.account.certificate_revoked", Administration, new("A certificate of {subject} was revoked by its authority", "{subject} 的证书已被颁发机构吊销")),
            new("identity.account.certificate_removed", Administration, new("Removed a certificate from the account of {subject}", "移除了 {subject} 账号的证书")),
            new("identity.account.codes_on", Administration, new("Set an authenticator app up", "启用了动态验证码")),
            new("identity.account.codes_off", Administration, new("Took the authenticator app off", "停用了动态验证码")),
            new("identity.account.recovery_codes_made", Administration, new("Made new recovery codes", "生成了新的恢复码")),
            new("identity.account.recovery_code_used", Administration, new("Signed in with a recovery code", "使用恢复码登录")),
            new("identity.account.sign_in_reset", Administration, new("Reset how {subject} signs in", "重置 {subject} 的登录方式")),
            new("identity.key_rule.set", Administration, new("Set whether {subject} needs a security key", "设置 {subject} 是否必须使用安全密钥")),
            new("identity.employees.uploaded", Administration, new("Uploaded a list of employees", "上传员工名单")),
            new("identity.employees.imported", Administration, new("Took {people} people of a list over", "从名单导入 {people} 名员工")),
            new("identity.department.created", Business, new("Made the department {subject}", "新建部门 {subject}")),
            new("identity.department.changed", Business, new("Changed the department {subject}", "修改部门 {subject}")),
            new("identity.department.merged", Business, new("Merged the department {subject} into {into}", "将部门 {subject} 并入 {into}")),
            new("identity.department.removed", Business, new("Removed the department {subject}", "删除部门 {subject}")),
            new("identity.person.updated", Administration, new("Changed what is known of {subject}", "修改人员 {subject} 的资料")),
            new("identity.person.invited", Administration, new("Invited {subject}", "邀请 {subject}")),
            new("identity.person.invitation_withdrawn", Administration, new("Took the invitation of {subject} back", "撤回对 {subject} 的邀请")),
            new("identity.person.left", Administration, new("{subject} has left", "{subject} 已离职")),
            new("identity.sign_in.refused", Administration, new("Sign-in as {subject}", "以 {subject} 登录")),
            new("identity.account.locked", Administration, new("{subject} was locked after too many wrong passwords", "{subject} 因多次输错密码被锁定")),
            new("identity.request.refused", Administration, new("{subject}", "{subject}")),
            new("identity.client.created", Administration, new("Made the API client {subject}", "创建 API 客户端 {subject}")),
            new("identity.client.rotated", Administration, new("Rotated the API client {subject}", "轮换 API 客户端 {subject}")),
            new("identity.client.revoked", Administration, new("Revoked the API client {subject}", "吊销 API 客户端 {subject}")),
            new("identity.log.erased", Administration, new("Erased a person from the logs", "从日志中清除人员信息")),
            new("identity.log.retention_set", Administration, new("Changed how long the logs are kept", "修改日志保留期限")),
        ],
        [
            new("enterprise", new("Enterprise", "企业"), "/console/enterprises/{id}"),
            new("partner", new("Partner", "合作伙伴"), "/console/partners/{id}"),
            new("person", new("Person", "人员"), "/console/people/{id}"),
            new("department", new("Department", "部门"), null),
            new("role", new("Role", "角色"), "/console/roles/{id}"),
            new("client", new("API client", "API 客户端"), null),
            new("request", new("Request", "请求"), null),
        ],
        [
            new("name", new("Name", "名称")), new("email", new("E-mail", "邮箱")), new("roles", new("Roles", "角色")), new("wait", new("Waits for a second person", "待他人审批")), new("permissions", new("Permissions", "权限")),
            new("registration", new("Registration number", "注册号")), new("audience", new("For", "适用对象")),
            new("scopes", new("May", "权限范围")), new("successor", new("Successor", "继任凭据")), new("expires_at", new("Valid until", "有效期至")),
            new("required", new("Required", "必须使用")), new("detail", new("Detail", "说明")), new("methods", new("With", "登录方式")), new("into", new("Into", "并入")), new("department", new("Department", "部门")), new("parent", new("Belongs to", "上级部门")), new("head", new("Head", "负责人")), new("invited", new("Invited", "已邀请人数")),
            new("cost_centre", new("Cost centre", "成本中心")), new("joined_on", new("Joined on", "入职日期")), new("leaves_on", new("Leaves on", "离职日期")), new("people", new("People", "人数")),
            new("skipped", new("Not recorded in the minute before", "前一分钟内未记录的次数")), new("entries", new("Entries", "日志条数")),
            new("business_days", new("Business log, days", "业务日志保留天数")), new("administration_days", new("Administration log, days", "管理日志保留天数")),
        ]);
}
