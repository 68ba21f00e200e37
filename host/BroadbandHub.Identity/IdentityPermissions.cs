using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity;

internal static class IdentityPermissions
{
    public const string ReadOrganisations = "identity.organisations.read";
    public const string WriteOrganisations = "identity.organisations.write";
    public const string ReadPeople = "identity.people.read";
    public const string ManagePeople = "identity.people.manage";
    public const string ManageRoles = "identity.roles.manage";

    public const string ManageDepartments = "identity.departments.manage";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new PermissionDefinition(ReadOrganisations, new("See enterprises and partners", "查看企业与合作伙伴"), Audience.Operator));
        services.AddSingleton(new PermissionDefinition(WriteOrganisations, new("Add enterprises and partners", "新增企业与合作伙伴"), Audience.Operator));
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
    }
}
