using static BroadbandHub.Host.Tests.Scoping.Sample;
using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>The shell, the plugins, the inbox, the mails.</summary>
internal static class SystemSamples
{
    private const string Plugin = "app.network-disk";
    private static readonly Who[] Op = [Admin];

    public static IEnumerable<Sample> All => [.. Shell, .. Tasks, .. Mails, .. Plugins];

    private static Sample[] Shell =>
    [
        Public("GET /openapi/{documentName}.json", "/openapi/v1.json"), Public("GET /docs/scalar.js"), Public("GET /docs/scalar.aspnetcore.js"), Public("GET /docs/favicon.svg"),
        Public("GET /docs/{documentName?}", "/docs"), Public("POST /preferences"), Public("GET /_plugins/{id}/{**file}", "/_plugins/portal.news/nothing.css"), Public(" /health/live"), Public(" /health/ready"),
        Public("GET /plugins/portal.news/feed.xml"), Of(Op, "GET /plugins/portal.news/articles.csv"), Public("PAGE /"), Public("PAGE /not-found"), Public("PAGE /s/{Plugin}/{*Path}", "/s/portal.news"),
        Page(Op, "/console").Beside(Staff), Page([Boss], "/workspace").Beside(Employee, Stranger), Page([Partner], "/partner").Beside(Rival), Personal("PAGE /search", "/search?q=Acme"),
    ];

    private static Sample[] Tasks =>
    [
        Of([Admin], "GET /tasks/v1/tasks").Beside(Enum.GetValues<Who>()[1..]), Of(Op, "GET /tasks/v1/tasks/{id}", "/tasks/v1/tasks/{new task}"),
        Of(Op, "POST /tasks/v1/tasks/{id}/claim", "/tasks/v1/tasks/{new task}/claim"), Of(Op, "POST /tasks/v1/tasks/{id}/release", "/tasks/v1/tasks/{new claimed task}/release"),
        Of(Op, "POST /tasks/v1/tasks/{id}/decide", "/tasks/v1/tasks/{new task}/decide", """{"approve":false,"comment":"No"}"""), Of(Op, "POST /tasks/v1/tasks/{id}/withdraw", "/tasks/v1/tasks/{new own task}/withdraw"),
        Page(Op, "/console/tasks").Beside(Staff), Page([Boss], "/workspace/tasks").Beside(Employee, Stranger), Page([Partner], "/partner/tasks").Beside(Rival),
        Page(Op, "/console/tasks/{Id}", "/console/tasks/{new task}"), Page([Partner], "/partner/tasks/{Id}", "/partner/tasks/{new partner task}"),
    ];

    private static Sample[] Mails =>
    [
        Of(Op, "GET /messages/v1/mails"), Of(Op, "GET /messages/v1/mails/{id}", "/messages/v1/mails/{mail}"), Of(Op, "POST /messages/v1/mails/test", body: """{"to":"admin@hub.example"}"""),
        Of(Op, "POST /messages/v1/mails/{id}/retry", "/messages/v1/mails/{new parked mail}/retry"),
        Of(Op, "GET /messages/v1/templates"), Of(Op, "GET /messages/v1/templates/{key}", "/messages/v1/templates/{template}"),
        Of(Op, "PUT /messages/v1/templates/{key}/{language}", "/messages/v1/templates/{template}/en", """{"subject":"Hello","text":"Hello"}"""),
        Of(Op, "DELETE /messages/v1/templates/{key}/{language}", "/messages/v1/templates/{template}/en"),
        Page(Op, "/console/mails"), Page(Op, "/console/mails/{Id}", "/console/mails/{mail}"), Page(Op, "/console/mail-templates"), Page(Op, "/console/mail-templates/{Key}", "/console/mail-templates/{template}"),
    ];

    private static Sample[] Plugins =>
    [
        Of(Op, "GET /system/v1/clock"), Of(Op, "POST /system/v1/clock/advance", body: """{"by":"00:00:00.001"}"""), Of(Op, "GET /system/v1/jobs"), Of(Op, "GET /system/v1/nodes"),
        Of(Op, "GET /system/v1/plugins"), Of(Op, "GET /system/v1/plugins/{id}", $"/system/v1/plugins/{Plugin}"), Of(Op, "POST /system/v1/plugins/{id}/enable", $"/system/v1/plugins/{Plugin}/enable"),
        Of(Op, "POST /system/v1/plugins/{id}/disable", "/system/v1/plugins/{new enabled plugin}/disable"),
        Of(Op, "POST /system/v1/plugins/{id}/upgrade", "/system/v1/plugins/{new plugin with two versions}/upgrade", """{"version":"2.0.0"}"""),
        Of(Op, "POST /system/v1/plugins/{id}/rollback", "/system/v1/plugins/{new upgraded plugin}/rollback"), Of(Op, "DELETE /system/v1/plugins/{id}", "/system/v1/plugins/{new plugin}"),
        Of(Op, "DELETE /system/v1/plugins/{id}/versions/{version}", "/system/v1/plugins/{new plugin with two versions}/versions/2.0.0"),
        Of(Op, "PUT /system/v1/plugins/{id}/settings", "/system/v1/plugins/portal.news/settings", """{"feedLength":7}"""), Of(Op, "GET /system/v1/plugins/{id}/log", $"/system/v1/plugins/{Plugin}/log"),
        Of(Op, "GET /system/v1/plugins/{id}/events", $"/system/v1/plugins/{Plugin}/events"), Of(Op, "POST /system/v1/plugins/{id}/events/replay", $"/system/v1/plugins/{Plugin}/events/replay", "{}"),
        Of(Op, "POST /system/v1/packages", body: "").WithPackage(),
        Page(Op, "/console/system"), Page(Op, "/console/plugins"), Page(Op, "/console/plugins/upload"), Page(Op, "/console/plugins/{Id}", $"/console/plugins/{Plugin}"),
        Page(Op, "/console/plugins/{Id}/events", $"/console/plugins/{Plugin}/events"), Page(Op, "/console/plugins/{Id}/log", $"/console/plugins/{Plugin}/log"),
        Page(Op, "/console/plugins/{Id}/settings", $"/console/plugins/{Plugin}/settings"),
    ];
}
