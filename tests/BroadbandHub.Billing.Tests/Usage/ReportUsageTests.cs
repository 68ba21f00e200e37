using System.Text;
using System.Text.Json.Nodes;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Usage;

public sealed class ReportUsageTests
{
    private const string CloudEvent = """{"specversion":"1.0","id":"ID","source":"/disk/eu","type":"usage","subject":"SUB","time":"2026-10-02T00:00:00Z","data":{"meter":"gb","quantity":2.5}}""";

    [Fact]
    public async Task A_batch_is_answered_event_by_event()
    {
        await using var hub = await StartAsync();
        var (status, body) = await PostAsync(hub, "application/json; charset=utf-8", $$"""{"events":[{{hub.Event("a", "1")}},{{hub.Event("a", "1")}},{{hub.Event("b", "-1")}}]}""");
        Assert.Equal(200, status);
        Assert.Equal((1, 1, 1), ((int)body["accepted"]!, (int)body["duplicates"]!, (int)body["rejected"]!));
        Assert.Equal(["accepted", "duplicate", "rejected"], body["results"]!.AsArray().Select(r => (string)r!["status"]!));
        Assert.Equal("usage.bad_quantity", (string)body["results"]![2]!["code"]!);
    }

    [Fact]
    public async Task Cloud_events_come_single_in_batches_and_in_binary_mode()
    {
        await using var hub = await StartAsync();
        var single = CloudEvent.Replace("SUB", hub.Subscription.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (int)(await PostAsync(hub, "application/cloudevents+json", single)).Body["accepted"]!);
        var batch = await PostAsync(hub, "application/cloudevents-batch+json", $"[{single},{single.Replace("\"ID\"", "\"ID2\"", StringComparison.Ordinal)},7]");
        Assert.Equal(["duplicate", "accepted", "rejected"], batch.Body["results"]!.AsArray().Select(r => (string)r!["status"]!));
        var binary = await PostAsync(hub, "application/json", """{"meter":"gb","quantity":2.5}""", new()
        {
            ["ce-specversion"] = "1.0", ["ce-id"] = "ID", ["ce-source"] = "/disk/%E4%B8%AD", ["ce-type"] = "usage", ["ce-subject"] = hub.Subscription.ToString(), ["ce-time"] = "2026-10-02T00:00:00Z",
        });
        Assert.Equal(1, (int)binary.Body["accepted"]!);
        Assert.Equal(["/disk/eu", "/disk/eu", "/disk/中"], await hub.ReadAsync(db => db.UsageEvents.OrderBy(e => e.Id).Select(e => e.Source).ToListAsync()));
    }

    [Theory]
    [InlineData("text/plain", "{}", 415, "usage.unsupported_media_type")]
    [InlineData("application/json; charset=utf-16", "{}", 415, "usage.unsupported_media_type")]
    [InlineData("", "{}", 415, "usage.unsupported_media_type")]
    [InlineData("application/json", "", 400, "usage.malformed")]
    [InlineData("application/json", "{\"events\":[{\"id\":\"a\"", 400, "usage.malformed")]
    [InlineData("application/cloudevents+json", "[]", 400, "usage.malformed")]
    [InlineData("application/cloudevents+json", "{", 400, "usage.malformed")]
    [InlineData("application/cloudevents-batch+json", "{}", 400, "usage.malformed")]
    [InlineData("application/cloudevents+json", "{\"id\":\"\\ud800\"}", 400, "usage.malformed")]
    public async Task What_cannot_be_read_is_refused_with_a_code_and_nothing_is_written(string type, string body, int status, string code)
    {
        await using var hub = await StartAsync();
        var answer = await PostAsync(hub, type, body);
        Assert.Equal((status, code), (answer.Status, (string)answer.Body["code"]!));
        Assert.Equal(0, await hub.ReadAsync(db => db.RejectedUsage.CountAsync()));
    }

    [Fact]
    public async Task More_than_sixteen_mebibytes_are_refused()
    {
        await using var hub = await StartAsync();
        var answer = await PostAsync(hub, "application/json", new string(' ', ReportUsage.MostBytes + 1));
        Assert.Equal((413, "usage.too_large"), (answer.Status, (string)answer.Body["code"]!));
    }

    [Fact]
    public async Task A_person_without_an_application_is_refused_and_a_full_queue_says_so()
    {
        await using var hub = await StartAsync(start: false);
        Assert.Equal(403, (await PostAsync(hub, "application/json", "{\"events\":[]}", application: null)).Status);
        var intake = hub.Services.GetRequiredService<UsageIntake>();
        var events = Enumerable.Range(0, 10_000).Select(i => hub.Event($"e{i}", "1")).ToArray();
        var waiting = Enumerable.Range(0, 10).Select(_ => BillingHub.Batch(events)).ToList();
        Assert.All(waiting, b => Assert.True(intake.TrySubmit(b)));
        Assert.Equal((503, "usage.busy"), await PostAsync(hub, "application/json", "{\"events\":[]}") is var (status, body) ? (status, (string)body["code"]!) : default);
    }

    private static async Task<BillingHub> StartAsync(bool start = true)
    {
        var hub = await BillingHub.CreateAsync(Engine.Sqlite);
        if (start)
        {
            await hub.Services.GetRequiredService<UsageIntake>().StartAsync(TestContext.Current.CancellationToken);
        }

        return hub;
    }

    private static async Task<(int Status, JsonNode Body)> PostAsync(
        BillingHub hub, string type, string body, Dictionary<string, string>? headers = null, string? application = BillingHub.Application)
    {
        var http = new DefaultHttpContext { RequestServices = hub.Services };
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        foreach (var (name, value) in headers ?? [])
        {
            http.Request.Headers[name] = value;
        }

        using var answer = new MemoryStream();
        http.Response.Body = answer;
        var result = await ReportUsage.HandleAsync(http, new Machine(application), hub.Services.GetRequiredService<UsageIntake>(), TimeProvider.System);
        await result.ExecuteAsync(http);
        return (http.Response.StatusCode, JsonNode.Parse(answer.ToArray())!);
    }

    private sealed record Machine(string? ApplicationKey) : ICurrentUser
    {
        public PersonId? PersonId => null;

        public string? ClientId => "test";

        public string Name => "test";

        public Audience Audience => Audience.Partner;

        public EnterpriseId? EnterpriseId => null;

        public PartnerId? PartnerId => null;

        public bool Can(string permission) => permission == BillingPermissions.ReportUsage;
    }
}
