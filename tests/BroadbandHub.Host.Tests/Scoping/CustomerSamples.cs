using static BroadbandHub.Host.Tests.Scoping.Sample;
using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Enterprises as the operator's customers.</summary>
internal static class CustomerSamples
{
    private const string Enterprise = "/identity/v1/enterprises/{id}";
    private const string Acme = "/identity/v1/enterprises/{enterprise}";
    private static readonly Who[] Op = [Admin];

    public static IEnumerable<Sample> All =>
    [
        Of(Op, "PUT " + Enterprise, "/identity/v1/enterprises/{new enterprise}", """{"name":"{new name}"}"""),
        Of(Op, "POST " + Enterprise + "/state", "/identity/v1/enterprises/{new enterprise}/state", """{"state":"suspended","reason":"A test."}"""),
        Of(Op, "GET /identity/v1/enterprises/look-alikes", "/identity/v1/enterprises/look-alikes?name=Acme"),
        Of(Op, "GET /identity/v1/client-managers"), Of(Op, "GET " + Enterprise + "/managers", Acme + "/managers"),
        Of(Op, "PUT " + Enterprise + "/manager", Acme + "/manager", """{"managerId":"{clerk}","reason":"A test."}"""),
        Of(Op, "POST /identity/v1/client-managers/{id}/hand-over", "/identity/v1/client-managers/{clerk}/hand-over", """{"toId":"{admin}","reason":"A test."}"""),
        Of(Op, "GET " + Enterprise + "/contacts", Acme + "/contacts"), Of(Op, "POST " + Enterprise + "/contacts", Acme + "/contacts", """{"name":"Li"}"""),
        Of(Op, "PUT " + Enterprise + "/contacts/{contact}", Acme + "/contacts/{contact}", """{"name":"Li Wei"}"""), Of(Op, "DELETE " + Enterprise + "/contacts/{contact}", Acme + "/contacts/{new contact}"),
        Of(Op, "GET " + Enterprise + "/lines", Acme + "/lines"), Of(Op, "POST " + Enterprise + "/lines", Acme + "/lines", """{"number":"{new name}","access":"ftth"}"""),
        Of(Op, "PUT " + Enterprise + "/lines/{line}", Acme + "/lines/{line}", """{"number":"{new name}","access":"ftth"}"""), Of(Op, "DELETE " + Enterprise + "/lines/{line}", Acme + "/lines/{new line}"),
        Of(Op, "POST /identity/v1/enterprises/imports", body: """{"csv":"name\n{new name}\n"}"""), Of(Op, "GET /identity/v1/enterprises/imports/{id}", "/identity/v1/enterprises/imports/{new customers}"),
        Of(Op, "POST /identity/v1/enterprises/imports/{id}/confirm", "/identity/v1/enterprises/imports/{new customers}/confirm", """{"confirmed":true}"""),
        Page(Op, "/console/enterprises/import"), Page(Op, "/console/enterprises/import/{Id}", "/console/enterprises/import/{new customers}"),
        Of([Boss], "GET /identity/v1/profile").Beside(Stranger), Of([Boss], "GET /identity/v1/profile/contacts").Beside(Stranger), Of([Boss], "GET /identity/v1/profile/lines").Beside(Stranger),
        Of([Boss], "GET /identity/v1/profile/proposals").Beside(Stranger), Of([Boss], "DELETE /identity/v1/profile/proposals/{id}", "/identity/v1/profile/proposals/{new proposal}"),
        Of([Boss], "POST /identity/v1/profile/proposals", body: """{"name":"Acme {new name}"}""").Beside(Stranger),
        Of([Boss], "POST /identity/v1/profile/proposals/contacts", body: """{"contactId":"{contact}","name":"Li {new name}"}"""),
        Page([Boss], "/workspace/enterprise").Beside(Stranger), Page([Boss], "/workspace/enterprise/contacts").Beside(Stranger), Page([Boss], "/workspace/enterprise/lines").Beside(Stranger),
        Page([Boss], "/workspace/enterprise/propose").Beside(Stranger), Page([Boss], "/workspace/enterprise/proposals").Beside(Stranger),
        Page([Boss], "/workspace/enterprise/contacts/{Contact}", "/workspace/enterprise/contacts/{contact}"), Page([Boss], "/workspace/tasks/{Id}", "/workspace/tasks/{new proposal task}"),
        Page(Op, "/console/enterprises/{Id}/edit", "/console/enterprises/{enterprise}/edit"), Page(Op, "/console/enterprises/{Id}/state", "/console/enterprises/{enterprise}/state"),
        Page(Op, "/console/enterprises/{Id}/contacts", "/console/enterprises/{enterprise}/contacts"), Page(Op, "/console/enterprises/{Id}/contacts/{Contact}", "/console/enterprises/{enterprise}/contacts/{contact}"),
        Page(Op, "/console/enterprises/{Id}/lines", "/console/enterprises/{enterprise}/lines"), Page(Op, "/console/enterprises/{Id}/lines/{Line}", "/console/enterprises/{enterprise}/lines/{line}"),
        Page(Op, "/console/enterprises/{Id}/manager", "/console/enterprises/{enterprise}/manager"), Page(Op, "/console/client-managers"), Page(Op, "/console/client-managers/{Id}", "/console/client-managers/{admin}"),
    ];
}
