using System.Globalization;
using System.Text.Json.Nodes;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>What there is to ask for.</summary>
internal sealed partial class World
{
    private async Task OwnAsync()
    {
        ids["person"] = await NewAsync("person");
        ids["department"] = await NewAsync("department");
        ids["import"] = await NewAsync("import");
        ids["role"] = await NewAsync("role");
        ids["mail"] = await NewAsync("mail");
        ids["draft"] = await NewAsync("draft");
        ids["contact"] = await NewAsync("contact");
        ids["line"] = await NewAsync("line");
        ids["admin"] = await PersonIdAsync("admin@hub.example");
        ids["clerk"] = await PersonIdAsync("clerk@hub.example");
        await AskAsync(Who.Admin, "PUT", $"/identity/v1/enterprises/{ids["enterprise"]}/manager", $$"""{"managerId":"{{ids["admin"]}}","reason":"First."}""");
        ids["partnerPerson"] = await PersonIdAsync("partner@diskworks.example");
        ids["strangerPerson"] = await PersonIdAsync("boss@strange.example");
        ids["credential"] = (string)(await AskAsync(Who.Partner, "POST", "/catalog/v1/applications/network-disk/credentials"))["clientId"]!;
        ids["bossSession"] = (string)(await AskAsync(Who.Boss, "GET", "/identity/v1/account/sessions"))["items"]![0]!["id"]!;
        ids["bossEntry"] = await EntryAsync(Who.Boss);
        ids["partnerEntry"] = await EntryAsync(Who.Partner);
        ids["adminEntry"] = (string)(await AskAsync(Who.Admin, "GET", "/identity/v1/administration-log"))["items"]![0]!["id"]!;
        ids["employee"] = await PersonIdAsync("employee@acme.example");
        ids["boss"] = await PersonIdAsync("boss@acme.example");
        await AskAsync(Who.Admin, "PUT", $"/orders/v1/subscriptions/{ids["subscription"]}/seats/{ids["boss"]}");
        await TakeTicketsAsync();
        ids["today"] = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task<string> EntryAsync(Who who) => (string)(await AskAsync(who, "GET", "/identity/v1/log"))["items"]![0]!["id"]!;

    private async Task<string> PersonIdAsync(string email) => await FirstAsync("/identity/v1/people?search=" + Uri.EscapeDataString(email));

    private async Task<string> SuspendedPersonAsync()
    {
        var id = await NewAsync("person");
        await AskAsync(Who.Admin, "POST", $"/identity/v1/people/{id}/suspend");
        return id;
    }

    private async Task<string> NewAsync(string what)
    {
        var number = Interlocked.Increment(ref made);
        return what switch
        {
            "name" => "thing-" + number,
            "person" => await IdAsync("/identity/v1/people", $$"""{"name":"Mei","email":"mei{{number}}@acme.example","enterpriseId":"{enterprise}","roles":["enterprise.employee"]}"""),
            "suspended person" => await SuspendedPersonAsync(),
            "guest" => await IdAsync("/identity/v1/people", $$"""{"name":"Bo","email":"bo{{number}}@acme.example","enterpriseId":"{enterprise}","invite":true}"""),
            "guest of an hour ago" => await OldGuestAsync(),
            "certificate" => InJson(CertificateOf("Somebody")),
            "certificate answer" => InJson(await CertificateAnswerAsync()),
            "certificate of the person" => await BoundCertificateAsync(ids["person"]),
            "own certificate" => await BoundCertificateAsync(ids["employee"]),
            "key answer" => await KeyAnswerAsync(),
            "key" => await KeyAsync(),
            "plugin" => await UploadedAsync("1.0.0"),
            "plugin with two versions" => await UploadedAsync("1.0.0", "2.0.0"),
            "enabled plugin" => await EnabledPluginAsync(),
            "upgraded plugin" => await UpgradedPluginAsync(),
            "department" => await IdAsync("/identity/v1/departments", $$"""{"name":"Sales {{number}}","enterpriseId":"{enterprise}"}"""),
            "import" => await IdAsync("/identity/v1/people/imports", $$"""{"enterpriseId":"{enterprise}","csv":"name,email\nAn,an{{number}}@acme.example\n"}"""),
            "enterprise" => await IdAsync("/identity/v1/enterprises", $$"""{"name":"Customer {{number}}"}"""),
            "partner" => await ActivePartnerAsync($"Partner {number}"),
            "checked partner" => await CheckingPartnerAsync($"Partner {number}"),
            "contact" => await IdAsync($"/identity/v1/enterprises/{ids["enterprise"]}/contacts", """{"name":"Li"}"""),
            "line" => await IdAsync($"/identity/v1/enterprises/{ids["enterprise"]}/lines", $$"""{"number":"line-{{number}}","access":"ftth"}"""),
            "role" => await IdAsync("/identity/v1/roles", $$"""{"name":{"en":"Role {{number}}"},"audience":"operator","permissions":["billing.bills.read"]}""", "key"),
            "client" => await IdAsync("/identity/v1/clients", """{"name":"Client","scopes":["billing.ledger.read"]}""", "clientId"),
            "credential" => (string)(await AskAsync(Who.Partner, "POST", "/catalog/v1/applications/network-disk/credentials"))["clientId"]!,
            "mail" => await IdAsync("/messages/v1/mails/test", """{"to":"admin@hub.example"}"""),
            "product" => await IdAsync("/catalog/v1/products", $$"""{"applicationKey":"network-disk","partnerId":"{partnerId}","name":{"en":"Product {{number}}"} }"""),
            "parked mail" => await ParkedMailAsync(),
            "draft" => await IdAsync($"/catalog/v1/products/{await NewAsync("product")}/plans", SampleBodies.Plan),
            "coming subscription" => await SubscriptionAsync(ids["nextYear"]),
            "waiting subscription" => await WaitingSubscriptionAsync(),
            "active subscription" => await ActiveSubscriptionAsync(),
            "session" => await SessionAsync(),
            "run" => (string)(await RunAsync())["id"]!,
            "approved run" => await ApprovedRunAsync(),
            "late sale" => await LateSaleAsync(),
            "customers" => await IdAsync("/identity/v1/enterprises/imports", $$"""{"csv":"name\nImported {{number}}\n"}"""),
            "proposal" => (string)(await ProposeAsync(number))["id"]!,
            "proposal task" => await ProposalTaskAsync(number),
            "task" => await TaskAsync(clerk!),
            "own task" => await TaskAsync(As(Who.Admin)),
            "partner task" => await PartnerTask.RequestAsync(Hub, ids["partnerId"], number),
            "claimed task" => await ClaimedTaskAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Nobody knows how to make this."),
        };
    }

    // Whoever enters a partner does not admit it.
    private async Task<string> CheckingPartnerAsync(string name) => (string)(await AskAsync(clerk!, "POST", "/identity/v1/partners", $$"""{"name":"{{name}}"}"""))["id"]!;

    private async Task<string> ActivePartnerAsync(string name)
    {
        var partner = await CheckingPartnerAsync(name);
        var task = (await AskAsync(clerk!, "GET", "/tasks/v1/tasks?list=requested"))["items"]!.AsArray().Single(t => ((string)t!["href"]!).EndsWith(partner, StringComparison.Ordinal))!["id"];
        await AskAsync(Who.Admin, "POST", $"/tasks/v1/tasks/{task}/decide", """{"approve":true}""");
        return partner;
    }

    private Task<JsonNode> ProposeAsync(int number) => AskAsync(Who.Boss, "POST", "/identity/v1/profile/proposals/contacts", $$"""{"name":"Contact {{number}}"}""");

    private async Task<string> ProposalTaskAsync(int number)
    {
        await ProposeAsync(number);
        return (string)(await AskAsync(Who.Boss, "GET", "/tasks/v1/tasks?list=requested"))["items"]![0]!["id"]!;
    }

    private async Task<string> LateSaleAsync()
    {
        var run = (string)(await RunAsync())["id"]!;
        await AskAsync(Who.Admin, "POST", $"/billing/v1/runs/{run}/cancel");
        return ids["month"];
    }

    private async Task<string> OldGuestAsync()
    {
        var guest = await NewAsync("guest");
        await Hub.ExecuteAsync("UPDATE idn_people SET InvitedAt = InvitedAt - 3600000000 WHERE InvitedAt IS NOT NULL");
        return guest;
    }

    private async Task<string> ParkedMailAsync()
    {
        var mail = await NewAsync("mail");
        await Eventually.IsTrueAsync(async () => (string?)(await AskAsync(Who.Admin, "GET", "/messages/v1/mails/" + mail))["state"] == "sent", "the mail is sent");
        await Hub.ExecuteAsync("UPDATE msg_mails SET State = 'Parked'");
        return mail;
    }

    // The application has answered already; here it seems that it has not.
    private async Task<string> WaitingSubscriptionAsync()
    {
        var sold = await ActiveSubscriptionAsync();
        await Hub.ExecuteAsync(
            "UPDATE ord_operations SET State = 'Open', FinishedAt = NULL, NextAttemptAt = NextAttemptAt + 86400000000 WHERE CreatedAt = (SELECT m FROM (SELECT MAX(CreatedAt) AS m FROM ord_operations) AS newest)");
        return sold;
    }

    /// <summary>The demonstration's application takes tickets here.</summary>
    private async Task TakeTicketsAsync()
    {
        await using var scope = Hub.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<ISignOns>().DescribeAsync(new("network-disk", new("Disk"), [], [], null, "https://disk.example/enter"), Cancel);
                return true;
            },
            _ => true,
            Cancel);
    }

    private async Task<string> SubscriptionAsync(string? startsOn = null)
    {
        var product = await NewAsync("product");
        var plan = await IdAsync($"/catalog/v1/products/{product}/plans", SampleBodies.Plan);
        await AskAsync(Who.Admin, "POST", $"/catalog/v1/plans/{plan}/publish");
        var from = startsOn is null ? "" : $",\"startsOn\":\"{startsOn}\"";
        return await IdAsync("/orders/v1/subscriptions", $$"""{"enterpriseId":"{enterprise}","productId":"{{product}}"{{from}} }""");
    }

    private async Task<string> SessionAsync()
    {
        var before = await SessionsAsync();
        (await Hub.SignInAsync("boss@acme.example")).Dispose();
        return (await SessionsAsync()).Except(before).First();
    }

    private async Task<List<string>> SessionsAsync() =>
        [.. (await AskAsync(Who.Boss, "GET", "/identity/v1/account/sessions"))["items"]!.AsArray().Select(s => (string)s!["id"]!)];

    // One run at a time is open, and a month that is billed is billed again for what came late: so something is sold late each time.
    private async Task<JsonNode> RunAsync(HttpClient? by = null)
    {
        foreach (var open in (await AskAsync(Who.Admin, "GET", "/billing/v1/runs"))["items"]!.AsArray().Where(r => (string?)r!["state"] is not ("issued" or "cancelled")))
        {
            await AskAsync(Who.Admin, "POST", $"/billing/v1/runs/{open!["id"]}/cancel");
        }

        await SellLateAsync();
        return await AskAsync(by ?? As(Who.Admin), "POST", "/billing/v1/runs", await FillAsync("""{"month":"{month}"}"""));
    }

    private Task SellLateAsync() => ActiveSubscriptionAsync(ids["month"] + "-01");

    private async Task<string> ActiveSubscriptionAsync(string? startsOn = null)
    {
        var sold = await SubscriptionAsync(startsOn);
        await Eventually.IsTrueAsync(
            async () => (string?)(await AskAsync(Who.Admin, "GET", "/orders/v1/subscriptions/" + sold))["state"] == "active", "what was sold is active");
        return sold;
    }

    private async Task<string> ApprovedRunAsync()
    {
        var run = (string)(await RunAsync())["id"]!;
        await AskAsync(Who.Admin, "POST", $"/billing/v1/runs/{run}/approve");
        return run;
    }

    private async Task<string> TaskAsync(HttpClient by)
    {
        await RunAsync(by);
        return (string)(await AskAsync(by, "GET", "/tasks/v1/tasks?list=requested"))["items"]!.AsArray().Single(t => (string?)t!["state"] == "open" && (string?)t["kind"] == "billing.run")!["id"]!;
    }

    private async Task<string> ClaimedTaskAsync()
    {
        var task = await TaskAsync(clerk!);
        await AskAsync(Who.Admin, "POST", $"/tasks/v1/tasks/{task}/claim");
        return task;
    }
}
