using static BroadbandHub.Host.Tests.Scoping.Sample;
using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Sign-in, people, organisations, logs.</summary>
internal static class IdentitySamples
{
    private static readonly Who[] Op = [Admin];
    private static readonly Who[] Acme = [Admin, Boss];

    public static IEnumerable<Sample> All => [.. SignIn, .. Account, .. Organisations, .. Employees, .. RolesAndClients];

    private static Sample[] SignIn =>
    [
        Public("POST /connect/token"), Public("GET /connect/authorize"), Public("POST /connect/authorize"), Public("GET /connect/userinfo"), Public("POST /connect/userinfo"),
        Public("GET /connect/end-session"), Public("POST /connect/end-session"), Public("POST /sign-out"),
        Public("POST /identity/v1/security-keys/sign-in/question"), Public("POST /identity/v1/security-keys/sign-in", body: "{}"),
        Public("PAGE /sign-in"), Public("PAGE /sign-in/forgotten"), Public("PAGE /set-password"), Public("PAGE /sign-on/refused"), Public("PAGE /continue"),
    ];

    private static Sample[] Account =>
    [
        Personal("GET /identity/v1/account/sessions"), Of([Boss], "DELETE /identity/v1/account/sessions/{id}", "/identity/v1/account/sessions/{new session}"),
        Of([Employee], "POST /identity/v1/account/sessions/end-others").Beside(People), Personal("GET /identity/v1/account/activity"),
        Personal("GET /identity/v1/account/security-keys"), Personal("POST /identity/v1/account/security-keys/question"),
        Of([Employee], "POST /identity/v1/account/security-keys", body: """{"name":"Key",{new key answer}}""").Beside(People),
        Of([Employee], "PUT /identity/v1/account/security-keys/{id:guid}", "/identity/v1/account/security-keys/{new key}", """{"name":"Ring"}"""),
        Of([Employee], "DELETE /identity/v1/account/security-keys/{id:guid}", "/identity/v1/account/security-keys/{new key}"),
        Personal("GET /identity/v1/account/certificates"), Of([Employee], "POST /identity/v1/account/certificates", body: """{"name":"Token","answer":"{new certificate answer}"}""").Beside(People),
        Of([Employee], "PUT /identity/v1/account/certificates/{id:guid}", "/identity/v1/account/certificates/{new own certificate}", """{"name":"Drawer"}"""),
        Of([Employee], "DELETE /identity/v1/account/certificates/{id:guid}", "/identity/v1/account/certificates/{new own certificate}"),
        Public("GET /account/keys/certificate/start"), Public("GET /sign-in/certificate"), Public("GET /sign-in/certificate/present"), Public("GET /sign-in/certificate/answer"),
        Public("PAGE /account/keys/certificate"), Public("POST /sso/ticket/redeem"), Of([Boss], "GET /sso/ticket", "/sso/ticket?application=network-disk").Beside(People).LeadingTo("/enter?ticket="),
        Of(Acme, "GET /identity/v1/people/{id}/certificates", "/identity/v1/people/{person}/certificates"),
        Of([Admin], "POST /identity/v1/people/{id}/certificates", "/identity/v1/people/{person}/certificates", """{"name":"Token","certificate":"{new certificate}"}"""),
        Of(Acme, "DELETE /identity/v1/people/{id}/certificates/{certificate:guid}", "/identity/v1/people/{person}/certificates/{new certificate of the person}"),
        Personal("PAGE /account"), Personal("PAGE /account/codes"), Personal("PAGE /account/keys"), Personal("PAGE /account/password"), Public("PAGE /sign-on/no-seat"),
        Personal("PAGE /sign-out/confirm"),
    ];

    private static Sample[] Organisations =>
    [
        Of(Op, "POST /identity/v1/enterprises", body: """{"name":"{new name}"}"""), Of(Op, "GET /identity/v1/enterprises"), Of(Op, "GET /identity/v1/enterprises/{id}", "/identity/v1/enterprises/{enterprise}"),
        Of(Op, "POST /identity/v1/partners", body: """{"name":"{new name}"}"""), Of(Op, "GET /identity/v1/partners"), Of(Op, "GET /identity/v1/partners/{id}", "/identity/v1/partners/{partnerId}"),
        Of(Op, "PUT /identity/v1/partners/{id}", "/identity/v1/partners/{new partner}", """{"name":"{new name}"}"""),
        Of(Op, "POST /identity/v1/partners/{id}/state", "/identity/v1/partners/{new partner}/state", """{"state":"suspended","reason":"A test."}"""),
        Public("POST /identity/v1/partner-applications", body: """{"name":"{new name}","contactName":"A","contactEmail":"a@b.example","about":"Things."}"""),
        Of([Partner], "GET /identity/v1/partner/profile").Beside(Rival), Of([Partner], "PUT /identity/v1/partner/profile", body: """{"about":"Disks."}""").Beside(Rival),
        Page(Op, "/console/partners/{Id}/edit", "/console/partners/{partnerId}/edit"), Page(Op, "/console/partners/{Id}/state", "/console/partners/{partnerId}/state"),
        Page([Partner], "/partner/profile").Beside(Rival), Public("PAGE /become-a-partner"),
        Of(Op, "GET /console/enterprises.csv"), Of(Op, "GET /console/partners.csv"),
        Of(Acme, "PUT /identity/v1/enterprises/{id}/security-key", "/identity/v1/enterprises/{enterprise}/security-key", """{"required":false}"""),
        Page(Op, "/console/enterprises"), Page(Op, "/console/enterprises/new"), Page(Op, "/console/enterprises/{Id}", "/console/enterprises/{enterprise}"),
        Page(Op, "/console/partners"), Page(Op, "/console/partners/new"), Page(Op, "/console/partners/{Id}", "/console/partners/{partnerId}"),
    ];

    private static Sample[] Employees =>
    [
        Of([Admin, Boss], "GET /identity/v1/people", "/identity/v1/people?enterprise={enterprise}").Beside(Stranger, Partner, Rival),
        Of(Acme, "POST /identity/v1/people", body: """{"name":"An","email":"{new name}@acme.example","enterpriseId":"{enterprise}","invite":true}"""),
        Of(Acme, "GET /identity/v1/people/{id}", "/identity/v1/people/{person}"), Of(Acme, "PUT /identity/v1/people/{id}", "/identity/v1/people/{person}", """{"name":"Mei Li"}"""),
        Of(Acme, "POST /identity/v1/people/{id}/invitation", "/identity/v1/people/{new guest of an hour ago}/invitation"), Of(Acme, "DELETE /identity/v1/people/{id}/invitation", "/identity/v1/people/{new guest}/invitation"),
        Of(Acme, "PUT /identity/v1/people/{id}/roles", "/identity/v1/people/{person}/roles", """{"roles":["enterprise.employee"]}"""),
        Of(Acme, "POST /identity/v1/people/{id}/suspend", "/identity/v1/people/{person}/suspend"), Of(Acme, "POST /identity/v1/people/{id}/resume", "/identity/v1/people/{person}/resume"),
        Of(Op, "POST /identity/v1/people/{id}/password-link", "/identity/v1/people/{person}/password-link"), Of(Acme, "POST /identity/v1/people/{id}/reset-sign-in", "/identity/v1/people/{person}/reset-sign-in"),
        Of(Acme, "POST /identity/v1/people/imports", body: """{"enterpriseId":"{enterprise}","csv":"name,email\nAn,{new name}@acme.example\n"}"""),
        Of(Acme, "GET /identity/v1/people/imports/{id}", "/identity/v1/people/imports/{import}"),
        Of(Acme, "POST /identity/v1/people/imports/{id}/confirm", "/identity/v1/people/imports/{new import}/confirm", """{"invite":false}"""),
        Of(Acme, "GET /identity/v1/departments", "/identity/v1/departments?enterprise={enterprise}"),
        Of(Acme, "POST /identity/v1/departments", body: """{"name":"{new name}","enterpriseId":"{enterprise}"}"""),
        Of(Acme, "PUT /identity/v1/departments/{id}", "/identity/v1/departments/{department}", """{"name":"Sales"}"""),
        Of(Acme, "POST /identity/v1/departments/{id}/merge", "/identity/v1/departments/{new department}/merge", """{"intoId":"{department}"}"""),
        Of(Acme, "DELETE /identity/v1/departments/{id}", "/identity/v1/departments/{new department}"),
        Of(Op, "GET /console/people.csv"), Of([Boss], "GET /workspace/people.csv").Beside(Stranger), Of([Partner], "GET /partner/people.csv").Beside(Rival),
        Page(Op, "/console/people"), Page(Op, "/console/people/new"), Page(Op, "/console/people/{Id}", "/console/people/{person}"),
        Page([Boss], "/workspace/people").Beside(Stranger), Page([Boss, Stranger], "/workspace/people/new"), Page([Boss], "/workspace/people/{Id}", "/workspace/people/{person}"),
        Page([Partner], "/partner/people").Beside(Rival), Page([Partner, Rival], "/partner/people/new"), Page([Partner], "/partner/people/{Id}", "/partner/people/{partnerPerson}"),
        Page([Boss], "/workspace/departments").Beside(Stranger), Page([Boss], "/workspace/departments/{Id}", "/workspace/departments/{department}"),
        Page(Op, "/console/enterprises/{Enterprise}/departments", "/console/enterprises/{enterprise}/departments"),
        Page(Op, "/console/enterprises/{Enterprise}/departments/{Id}", "/console/enterprises/{enterprise}/departments/{department}"),
        Page([Boss, Stranger], "/workspace/people/import"), Page([Boss], "/workspace/people/import/{Id}", "/workspace/people/import/{import}"),
        Page(Op, "/console/enterprises/{Enterprise}/import", "/console/enterprises/{enterprise}/import"),
        Page(Op, "/console/enterprises/{Enterprise}/import/{Id}", "/console/enterprises/{enterprise}/import/{import}"),
    ];

    private static Sample[] RolesAndClients =>
    [
        Of([Admin], "GET /identity/v1/roles").Beside(Boss, Stranger, Partner, Rival),
        Of(Op, "POST /identity/v1/roles", body: """{"name":{"en":"{new name}"},"audience":"operator","permissions":["billing.bills.read"]}"""),
        Of(Op, "PUT /identity/v1/roles/{key}", "/identity/v1/roles/{role}", """{"name":{"en":"{new name}"},"audience":"operator","permissions":[]}"""),
        Of(Op, "PUT /identity/v1/roles/{key}/security-key", "/identity/v1/roles/{role}/security-key", """{"required":false}"""),
        Of(Op, "DELETE /identity/v1/roles/{key}", "/identity/v1/roles/{new role}"),
        Page(Op, "/console/roles"), Page(Op, "/console/roles/{Key}", "/console/roles/{role}"),
        Of(Op, "GET /identity/v1/clients"), Of(Op, "POST /identity/v1/clients", body: """{"name":"{new name}","scopes":["billing.ledger.read"]}"""),
        Of(Op, "POST /identity/v1/clients/{clientId}/rotate", "/identity/v1/clients/{new client}/rotate"), Of(Op, "DELETE /identity/v1/clients/{clientId}", "/identity/v1/clients/{new client}"),
        Page(Op, "/console/clients"),
    ];

    public static Sample[] Logs =>
    [
        Of([Admin, Boss, Partner], "GET /identity/v1/log").Beside(Stranger, Rival), Of([Boss], "GET /identity/v1/log/{id}", "/identity/v1/log/{bossEntry}").Beside(Admin),
        Of(Op, "GET /identity/v1/administration-log").Beside(Boss, Stranger, Partner, Rival), Of(Op, "GET /identity/v1/log/check"), Of(Op, "GET /identity/v1/log/retention"),
        Of(Op, "PUT /identity/v1/log/retention", body: """{"business":3650,"administration":3650}"""), Of(Op, "POST /identity/v1/log/erasures", body: """{"person":"{new person}"}"""),
        Of(Op, "POST /identity/v1/people/{id}/erase", "/identity/v1/people/{new suspended person}/erase"),
        Of(Op, "GET /console/log.csv"), Of(Op, "GET /console/administration-log.csv"), Of([Boss], "GET /workspace/log.csv").Beside(Stranger), Of([Partner], "GET /partner/log.csv").Beside(Rival),
        Page(Op, "/console/log"), Page(Op, "/console/log/{Id}", "/console/log/{bossEntry}"), Page(Op, "/console/administration-log"), Page(Op, "/console/administration-log/check"),
        Page(Op, "/console/administration-log/{Id}", "/console/administration-log/{adminEntry}"),
        Page([Boss], "/workspace/log").Beside(Stranger), Page([Boss], "/workspace/log/{Id}", "/workspace/log/{bossEntry}"),
        Page([Partner], "/partner/log").Beside(Rival), Page([Partner], "/partner/log/{Id}", "/partner/log/{partnerEntry}"),
    ];
}
