using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.Logs;

public sealed class LogCheckPageTests
{
    private const ChangeBook Book = ChangeBook.Business;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_page_says_which_block_is_broken_and_how_long_the_logs_are_kept(Engine engine)
    {
        const string Page = "/console/administration-log/check";
        await using var world = await LogWorld.StartAsync(engine);
        await world.SealSomeAsync();
        using var admin = await world.Hub.SignedInAsync("admin@hub.example");
        Assert.Equal(2, (await admin.SubmitAsync(Page, "check")).Split("Everything is as it was written.").Length - 1);

        var last = await world.ReadAsync(db => db.LogBlocks.AsNoTracking().Where(b => b.Book == Book).OrderBy(b => b.Number).LastAsync());
        await world.TamperAsync(db => db.LogEntries.Where(e => e.Book == Book && e.Block == last.Number).ExecuteUpdateAsync(set => set.SetProperty(e => e.SubjectName, "Somebody else")));
        var entry = await world.ReadAsync(db => db.LogEntries.Where(e => e.Book == Book && e.Block == last.Number).OrderBy(e => e.Id).Select(e => e.Id).FirstAsync());
        var broken = await admin.SubmitAsync(Page, "check");
        Assert.Contains($"Entry {entry} of block {last.Number} was changed", broken, StringComparison.Ordinal);

        // What was typed stays in the field when it is refused, and nothing is changed.
        var refused = await admin.SubmitAsync(Page, "retention", new() { ["Form.Business"] = "29", ["Form.Administration"] = "400" });
        Assert.Contains("30 to 36,500 days", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"29\"", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"400\"", await admin.ReadAsync(Page), StringComparison.Ordinal);
        Assert.Contains("required", await admin.SubmitAsync(Page, "retention", new() { ["Form.Business"] = "", ["Form.Administration"] = "400" }), StringComparison.OrdinalIgnoreCase);
        await admin.SubmitAsync(Page, "retention", new() { ["Form.Business"] = "4000", ["Form.Administration"] = "400" });
        var saved = await admin.ReadAsync(Page);
        Assert.Contains("value=\"4000\"", saved, StringComparison.Ordinal);
        Assert.Contains("value=\"400\"", saved, StringComparison.Ordinal);
        var line = Assert.Single((await admin.Http.AskAsync("GET", "/identity/v1/administration-log?kind=identity.log.retention_set")).GetProperty("items").EnumerateArray());
        Assert.Equal(["4000", "400"], line.GetProperty("fields").EnumerateArray().Select(f => f.Text("after")));

        // Whoever may only read the log changes nothing about it.
        using var api = await world.Hub.OperatorClientAsync();
        var role = (await api.AskAsync("POST", "/identity/v1/roles", new { name = new { en = "Auditor" }, audience = "operator", permissions = new[] { "system.administration_log.read" } }, HttpStatusCode.Created)).Text("key");
        using var auditor = await world.Hub.JoinAsync(api, new { name = "Auditor", email = "auditor@hub.example", roles = new[] { role } }, "auditor@hub.example");
        var page = await auditor.ReadAsync(Page);
        Assert.DoesNotContain("value=\"retention\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await auditor.Http.StatusAsync("PUT", "/identity/v1/log/retention", new { business = 60, administration = 60 }));
    }
}
