using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity;

internal static class IdentityPermissions
{
    public const string ReadOrganisations = "identity.organisations.read";
    public const string WriteOrganisations = "identity.organisations.write";
    public const string ManageCustomers = "identity.customers.manage";
    public const string ApproveGrants = "identity.grants.approve";
    public const string ApprovePartners = "identity.partners.approve";
    public const string ManagePartners = "identity.partners.manage";
    public const string KeepPartnerProfile = "identity.partner.profile";
    public const string ReadProfile = "identity.profile.read";
    public const string ProposeProfile = "identity.profile.propose";
    public const string ReadPeople = "identity.people.read";
    public const string ManagePeople = "identity.people.manage";
    public const string ManageRoles = "identity.roles.manage";

    public const string ReadLog = "identity.log.read";
    public const string ReadOwnLog = "identity.log.own";

    // Of the system: a clerk has no business with who mistypes his password.
    public const string ReadAdministrationLog = "system.administration_log.read";
    public const string ManageLogs = "system.logs.manage";

    public const string ManageClients = "system.clients.manage";
    public const string ManageDepartments = "identity.departments.manage";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new PermissionDefinition(ReadOrganisations, new("See enterprises and partners", "查看企业与合作伙伴"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(WriteOrganisations, new("Add enterprises and partners", "新增企业与合作伙伴"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManageCustomers, new("Suspend, resume and close enterprises, assign client managers", "暂停、恢复和注销企业，指派客户经理"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ApproveGrants, new("Agree to permissions that somebody gives", "审批权限授予"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ApprovePartners, new("Admit partners", "审批合作伙伴准入"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManagePartners, new("Suspend partners and let them go", "暂停合作伙伴、终止合作"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(KeepPartnerProfile, new("Keep the company's data", "维护本公司资料"), Audience.Partner));
        services.AddSingleton(new PermissionDefinition(ReadPeople, new("See people and their roles", "查看人员与角色"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManagePeople, new("Add and suspend people, give roles", "新增和停用人员、分配角色"), Audience.Operator));
        foreach (var audience in new[] { Audience.Enterprise, Audience.Partner })
        {
            services.AddSingleton(new PermissionDefinition(ReadPeople, new("See colleagues and their roles", "查看本单位人员与角色"), audience));
            services.AddSingleton(new PermissionDefinition(ManagePeople, new("Invite and suspend colleagues, give roles", "邀请和停用本单位人员、分配角色"), audience));
        }

        services.AddSingleton(new PermissionDefinition(ManageDepartments, new("Change enterprises' departments", "管理企业部门"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManageDepartments, new("Change the enterprise's departments", "管理本企业部门"), Audience.Enterprise));
        services.AddSingleton(new PermissionDefinition(ManageRoles, new("Compose roles", "配置角色"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManageClients, new("Make and revoke API clients", "创建和吊销 API 客户端"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ReadLog, new("Read the business log", "查看业务日志"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ReadOwnLog, new("Read the enterprise's log", "查看本企业日志"), Audience.Enterprise));
        services.AddSingleton(new PermissionDefinition(ReadOwnLog, new("Read the partner's log", "查看本单位日志"), Audience.Partner));
        services.AddSingleton(new PermissionDefinition(ReadAdministrationLog, new("Read and check the administration log", "查看并校验管理日志"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(ManageLogs, new("Set how long logs are kept, erase people from them", "设置日志保留期限、清除日志中的人员信息"), Audience.Operator));
    }
}
