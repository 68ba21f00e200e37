using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Catalog;

internal static class CatalogPermissions
{
    public const string ReadApplications = "catalog.applications.read";
    public const string Credentials = "catalog.applications.manage";
    public const string ReadProducts = "catalog.products.read";
    public const string WriteProducts = "catalog.products.write";

    /// <summary>Also the OAuth scope that lets an application register its own meters.</summary>
    public const string Meters = "catalog.meters";

    public static IEnumerable<PermissionDefinition> All =>
    [
        new(ReadApplications, new LocalText("See applications and their meters", "查看应用及其计量项"), Audience.Operator),
        new(Credentials, new LocalText("Create and revoke credentials of applications", "创建和吊销应用凭据"), Audience.Operator),
        new(Credentials, new LocalText("Create and revoke credentials of own applications", "创建和吊销自有应用的凭据"), Audience.Partner),
        new(Meters, new LocalText("Register and change meters", "登记和修改计量项"), Audience.Operator),
        new(ReadProducts, new LocalText("See products and price plans", "查看产品和价格方案"), Audience.Operator),
        new(ReadProducts, new LocalText("See own products and price plans", "查看自己的产品和价格方案"), Audience.Partner),
        new(ReadProducts, new LocalText("See products on sale", "查看在售产品"), Audience.Enterprise),
        new(WriteProducts, new LocalText("Create products, edit and publish price plans", "创建产品、编辑并发布价格方案"), Audience.Operator),
    ];
}
