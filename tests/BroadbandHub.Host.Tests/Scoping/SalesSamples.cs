using static BroadbandHub.Host.Tests.Scoping.Sample;
using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Catalogue, orders, billing.</summary>
internal static class SalesSamples
{
    private static readonly Who[] Op = [Admin];
    private static readonly Who[] Acme = [Admin, Boss];

    public static IEnumerable<Sample> All => [.. Applications, .. Products, .. Subscriptions, .. Usage, .. Bills];

    private static Sample[] Applications =>
    [
        Of(Op, "GET /catalog/v1/applications"), Of(Op, "GET /catalog/v1/applications/{key}/", "/catalog/v1/applications/network-disk"),
        Of([Admin, Disk], "GET /catalog/v1/applications/{key}/meters", "/catalog/v1/applications/network-disk/meters"),
        Of([Admin, Disk], "GET /catalog/v1/applications/{key}/meters/{meterKey}", "/catalog/v1/applications/network-disk/meters/requests"),
        Of([Admin, Disk], "PUT /catalog/v1/applications/{key}/meters/{meterKey}", "/catalog/v1/applications/network-disk/meters/faces", """{"unit":"1","scale":0,"name":{"en":"Faces"}}"""),
        Of(Op, "PUT /catalog/v1/applications/{key}/partner", "/catalog/v1/applications/network-disk/partner", """{"partnerId":"{partnerId}"}"""),
        Of([Admin, Partner], "POST /catalog/v1/applications/{key}/credentials", "/catalog/v1/applications/network-disk/credentials"),
        Of([Admin, Partner], "GET /catalog/v1/applications/{key}/credentials", "/catalog/v1/applications/network-disk/credentials"),
        Of([Partner, Admin], "POST /catalog/v1/applications/{key}/credentials/{clientId}/rotate", "/catalog/v1/applications/network-disk/credentials/{new credential}/rotate"),
        Of([Admin, Partner], "POST /catalog/v1/applications/{key}/credentials/{clientId}/revoke", "/catalog/v1/applications/network-disk/credentials/{new credential}/revoke"),
        Page(Op, "/console/applications"), Page(Op, "/console/applications/{Key}", "/console/applications/network-disk"),
        Page([Partner], "/partner/applications").Beside(Rival), Page([Partner], "/partner/applications/{Key}", "/partner/applications/network-disk"),
    ];

    // Products on sale are for every enterprise to see.
    private static Sample[] Products =>
    [
        Of([Admin, Partner, Boss, Stranger], "GET /catalog/v1/products").Beside(Rival), Of([Admin, Partner, Boss, Stranger], "GET /catalog/v1/products/{id}", "/catalog/v1/products/{product}"),
        Of(Op, "GET /console/products.csv"), Of([Partner], "GET /partner/products.csv").Beside(Rival),
        Of(Op, "POST /catalog/v1/products", body: """{"applicationKey":"network-disk","partnerId":"{partnerId}","name":{"en":"{new name}"}}"""),
        Of(Op, "PUT /catalog/v1/products/{id}", "/catalog/v1/products/{new product}", """{"name":{"en":"{new name}"}}"""), Of(Op, "POST /catalog/v1/products/{id}/retire", "/catalog/v1/products/{new product}/retire"),
        Of(Op, "POST /catalog/v1/products/{id}/plans", "/catalog/v1/products/{new product}/plans", SampleBodies.Plan), Of(Op, "PUT /catalog/v1/plans/{id}", "/catalog/v1/plans/{new draft}", SampleBodies.Plan),
        Of([Admin, Partner], "GET /catalog/v1/plans/{id}", "/catalog/v1/plans/{draft}"), Of(Op, "POST /catalog/v1/plans/{id}/publish", "/catalog/v1/plans/{new draft}/publish"),
        Page(Op, "/console/products"), Page(Op, "/console/products/new"), Page(Op, "/console/products/{Id}", "/console/products/{product}"), Page(Op, "/console/products/{Id}/edit", "/console/products/{product}/edit"),
        Page(Op, "/console/products/{ProductText}/plans/new", "/console/products/{product}/plans/new"), Page(Op, "/console/plans/{Id}", "/console/plans/{plan}"),
        Page(Op, "/console/plans/{PlanText}/edit", "/console/plans/{draft}/edit"), Page([Boss, Stranger], "/workspace/products/{Id}", "/workspace/products/{product}"),
        Page([Partner], "/partner/products").Beside(Rival), Page([Partner], "/partner/products/{Id}", "/partner/products/{product}"),
    ];

    private static Sample[] Subscriptions =>
    [
        Of([Admin, Boss, Partner], "GET /orders/v1/subscriptions").Beside(Stranger, Rival), Of([Admin, Boss, Partner], "GET /orders/v1/subscriptions/{id}", "/orders/v1/subscriptions/{subscription}"),
        Of(Op, "GET /console/subscriptions.csv"), Of(Acme, "POST /orders/v1/subscriptions", body: """{"enterpriseId":"{enterprise}","productId":"{product}"}"""),
        Of(Acme, "POST /orders/v1/subscriptions/{id}/end", "/orders/v1/subscriptions/{new active subscription}/end", "{}"),
        Of(Acme, "POST /orders/v1/subscriptions/{id}/withdraw", "/orders/v1/subscriptions/{new coming subscription}/withdraw"),
        Of(Acme, "POST /orders/v1/subscriptions/{id}/try-now", "/orders/v1/subscriptions/{new waiting subscription}/try-now"),
        Of(Acme, "PUT /orders/v1/subscriptions/{id}/seats/{personId}", "/orders/v1/subscriptions/{subscription}/seats/{person}", """{"roles":["editor"]}"""),
        Of(Acme, "GET /orders/v1/subscriptions/{id}/seats", "/orders/v1/subscriptions/{subscription}/seats"),
        Of(Acme, "DELETE /orders/v1/subscriptions/{id}/seats/{personId}", "/orders/v1/subscriptions/{subscription}/seats/{person}"),
        Page(Op, "/console/subscriptions"), Page(Op, "/console/subscriptions/new"), Page(Op, "/console/subscriptions/{Id}", "/console/subscriptions/{subscription}"),
        Page([Boss], "/workspace/applications").Beside(Stranger, Employee), Page([Boss], "/workspace/applications/{Id}/seats", "/workspace/applications/{subscription}/seats"),
    ];

    private static Sample[] Usage =>
    [
        Of([Admin, Boss, Disk], "GET /billing/v1/usage", "/billing/v1/usage?subscription={subscription}"),
        Of([Admin, Boss, Disk], "GET /billing/v1/usage/lines").Beside(Stranger, OtherApplication), Of([Admin, Disk], "GET /billing/v1/usage/rejected").Beside(OtherApplication),
        Of([Admin, Disk], "POST /billing/v1/usage/rejected/replay", body: "{}").Beside(OtherApplication),
        Of(Op, "GET /console/usage/lines.csv"), Of(Op, "GET /console/usage/events.csv", "/console/usage/events.csv?subscription={subscription}"),
        Of([Boss], "GET /workspace/usage/lines.csv").Beside(Stranger), Of([Boss], "GET /workspace/usage/events.csv", "/workspace/usage/events.csv?subscription={subscription}").Beside(Stranger),
        Of([Disk], "POST /billing/v1/usage", body: SampleBodies.Usage).Beside(OtherApplication),
        Page(Op, "/console/usage"), Page(Op, "/console/usage/rejected"), Page([Boss], "/workspace/usage").Beside(Stranger),
    ];

    private static Sample[] Bills =>
    [
        Of([Admin, Boss], "GET /billing/v1/bills").Beside(Stranger), Of(Acme, "GET /billing/v1/bills/{id}", "/billing/v1/bills/{bill}"), Of(Acme, "GET /billing/v1/bills/{id}/pdf", "/billing/v1/bills/{bill}/pdf"),
        Of(Op, "GET /console/bills.csv"), Of([Boss], "GET /workspace/bills.csv").Beside(Stranger), Of(Op, "GET /console/runs.csv"),
        Of(Op, "GET /billing/v1/runs"), Of(Op, "GET /billing/v1/runs/{id}", "/billing/v1/runs/{run}"), Of(Op, "POST /billing/v1/runs", body: """{"month":"{new late sale}"}"""),
        Of(Op, "POST /billing/v1/runs/{id}/approve", "/billing/v1/runs/{new run}/approve"), Of(Op, "POST /billing/v1/runs/{id}/cancel", "/billing/v1/runs/{new run}/cancel"),
        Of(Op, "POST /billing/v1/runs/{id}/issue", "/billing/v1/runs/{new approved run}/issue"),
        Of([Admin, Integrator], "GET /billing/v1/ledger/accounts"), Of([Admin, Integrator], "GET /billing/v1/ledger/check"), Of([Admin, Integrator], "GET /billing/v1/journal", "/billing/v1/journal?format=hledger"),
        Page(Op, "/console/bills"), Page(Op, "/console/bills/{Id}", "/console/bills/{bill}"), Page(Op, "/console/runs"), Page(Op, "/console/runs/{Id}", "/console/runs/{run}"),
        Page([Boss], "/workspace/bills").Beside(Stranger), Page([Boss], "/workspace/bills/{Id}", "/workspace/bills/{bill}"),
    ];
}
