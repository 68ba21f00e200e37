using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Catalog;

/// <summary>What this module's changes are called in the logs.</summary>
internal static class CatalogChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("catalog.product.created", Business, new("Created the product {subject}", "新建产品 {subject}")),
            new("catalog.product.edited", Business, new("Changed the product {subject}", "修改产品 {subject}")),
            new("catalog.product.retired", Business, new("Took the product {subject} off sale", "下架产品 {subject}")),
            new("catalog.plan.drafted", Business, new("Drafted the price plan {subject}", "起草价格方案 {subject}")),
            new("catalog.plan.edited", Business, new("Changed the draft of the price plan {subject}", "修改价格方案草稿 {subject}")),
            new("catalog.plan.published", Business, new("Published the price plan {subject}", "发布价格方案 {subject}")),
            new("catalog.application.partner_assigned", Business, new("Assigned the application {subject} to {partner}", "将应用 {subject} 归属于 {partner}")),
            new("catalog.meter.put", Business, new("Set the meter {meter} of {subject}", "设置 {subject} 的计量项 {meter}")),
            new("catalog.credential.created", Administration, new("Made the credential {subject} for {application}", "为 {application} 创建凭据 {subject}")),
            new("catalog.credential.rotated", Administration, new("Rotated the credential {subject} of {application}", "轮换 {application} 的凭据 {subject}")),
            new("catalog.credential.revoked", Administration, new("Revoked the credential {subject} of {application}", "吊销 {application} 的凭据 {subject}")),
        ],
        [
            new("product", new("Product", "产品"), "/console/products/{id}"), new("plan", new("Price plan", "价格方案"), "/console/plans/{id}"),
            new("application", new("Application", "应用"), "/console/applications/{id}"), new("credential", new("Credential", "凭据"), null),
        ],
        [
            new("application", new("Application", "应用")), new("description", new("Description", "描述")), new("currency", new("Currency", "币种")), new("components", new("Prices", "价格组成")),
            new("partner", new("Partner", "合作伙伴")), new("meter", new("Meter", "计量项")), new("unit", new("Unit", "单位")), new("scale", new("Decimals", "小数位数")), new("expires_at", new("Valid until", "有效期至")), new("successor", new("Successor", "继任凭据")),
        ]);
}
