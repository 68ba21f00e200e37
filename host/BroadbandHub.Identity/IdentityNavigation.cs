using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity;

internal static class IdentityNavigation
{
    private static readonly LocalText Customers = new("Organisations", "组织");

    private static readonly LocalText SystemGroup = new("System", "系统");
    private static readonly LocalText OwnEnterprise = new("My enterprise", "本企业");
    private static readonly LocalText OwnCompany = new("My company", "本公司");

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new NavigationItem(
            Audience.Operator, Customers, new("Enterprises", "企业"), "apartment", "/console/enterprises", IdentityPermissions.ReadOrganisations, 100));
        services.AddSingleton(new NavigationItem(
            Audience.Operator, Customers, new("Client managers", "客户经理"), "support_agent", "/console/client-managers", IdentityPermissions.ReadOrganisations, 105));
        services.AddSingleton(new NavigationItem(
            Audience.Operator, Customers, new("Partners", "合作伙伴"), "handshake", "/console/partners", IdentityPermissions.ReadOrganisations, 110));
        services.AddSingleton(new NavigationItem(Audience.Operator, Customers, new("People", "人员"), "group", "/console/people", IdentityPermissions.ReadPeople, 120));
        services.AddSingleton(new NavigationItem(Audience.Operator, Customers, new("Roles", "角色"), "shield_person", "/console/roles", IdentityPermissions.ReadPeople, 130));
        services.AddSingleton(new NavigationItem(Audience.Operator, SystemGroup, new("Business log", "业务日志"), "history", "/console/log", IdentityPermissions.ReadLog, 880));
        services.AddSingleton(new NavigationItem(
            Audience.Operator, SystemGroup, new("Administration log", "管理日志"), "policy", "/console/administration-log", IdentityPermissions.ReadAdministrationLog, 890));
        services.AddSingleton(new NavigationItem(Audience.Operator, SystemGroup, new("API clients", "API 客户端"), "key", "/console/clients", IdentityPermissions.ManageClients, 895));
        services.AddSingleton(new NavigationItem(Audience.Enterprise, OwnEnterprise, new("Log", "操作日志"), "history", "/workspace/log", IdentityPermissions.ReadOwnLog, 890));
        services.AddSingleton(new NavigationItem(Audience.Partner, OwnCompany, new("Log", "操作日志"), "history", "/partner/log", IdentityPermissions.ReadOwnLog, 890));
        services.AddSingleton(new NavigationItem(Audience.Enterprise, OwnEnterprise, new("People", "人员"), "group", "/workspace/people", IdentityPermissions.ReadPeople, 500));
        services.AddSingleton(new NavigationItem(
            Audience.Enterprise, OwnEnterprise, new("Departments", "部门"), "account_tree", "/workspace/departments", IdentityPermissions.ReadPeople, 510));
        services.AddSingleton(new NavigationItem(
            Audience.Partner, OwnCompany, new("Company data", "公司资料"), "badge", "/partner/profile", IdentityPermissions.KeepPartnerProfile, 490));
        services.AddSingleton(new NavigationItem(Audience.Partner, OwnCompany, new("People", "人员"), "group", "/partner/people", IdentityPermissions.ReadPeople, 500));
        services.AddSingleton(new NavigationItem(Audience.Public, new("Partners", "合作伙伴"), new("Become a partner", "成为合作伙伴"), "handshake", "/become-a-partner", null, 900));
        services.AddSingleton(new PortalWidget(
            "identity.organisations", Audience.Operator, new("Organisations", "组织"), typeof(Pages.OrganisationTiles), IdentityPermissions.ReadOrganisations, 10));
    }
}
