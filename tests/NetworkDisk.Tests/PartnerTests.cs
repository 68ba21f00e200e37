using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NetworkDisk.Tests;

public sealed class PartnerTests
{
    private const string Monday = "2026-10-05T08:00:00+00:00", Tuesday = "2026-10-06T08:00:00+00:00";

    [Fact]
    public async Task What_the_hub_says_of_the_partner_is_known_after_a_crash_too()
    {
        using var disk = new RunningDisk();
        Assert.Equal(("active", null), await StandingAsync(disk));
        await TellAsync(disk, new { state = "suspended", reason = "Bills are unpaid.", since = Monday });
        using var again = disk.Restart();
        Assert.Equal(("suspended", "Bills are unpaid."), await StandingAsync(again));
        await again.OrderAsync("opn_1", "sub_1");
        await again.UploadAsync("sub_1", "a", 10);
        await TellAsync(again, new { state = "active", since = Tuesday });
        Assert.Equal(("active", null), await StandingAsync(again));
    }

    [Fact]
    public async Task A_notice_that_comes_twice_or_late_changes_nothing()
    {
        using var disk = new RunningDisk();
        await TellAsync(disk, new { state = "active", since = Tuesday });
        await TellAsync(disk, new { state = "active", since = Tuesday });
        await TellAsync(disk, new { state = "suspended", reason = "Bills are unpaid.", since = Monday });
        Assert.Equal(("active", null), await StandingAsync(disk));
        Assert.Single(await File.ReadAllLinesAsync(disk.JournalFile, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"state":"angry","since":"2026-10-05T08:00:00Z"}""", RunningDisk.Key, HttpStatusCode.BadRequest)]
    [InlineData("""{"state":"suspended"}""", RunningDisk.Key, HttpStatusCode.BadRequest)]
    [InlineData("""{"state":"suspended","since":"yesterday"}""", RunningDisk.Key, HttpStatusCode.BadRequest)]
    [InlineData("null", RunningDisk.Key, HttpStatusCode.BadRequest)]
    [InlineData("""{"state":"suspended","since":"2026-10-05T08:00:00Z"}""", "guessed", HttpStatusCode.Unauthorized)]
    public async Task A_notice_that_is_malformed_or_not_the_hubs_is_refused(string body, string key, HttpStatusCode status)
    {
        using var disk = new RunningDisk();
        using var answer = await SendAsync(disk, new StringContent(body, null, "application/json"), key);
        Assert.Equal((status, "application/problem+json", "active"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, (await StandingAsync(disk)).State));
    }

    private static async Task TellAsync(RunningDisk disk, object notice)
    {
        using var answer = await SendAsync(disk, JsonContent.Create(notice), RunningDisk.Key);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task<(string? State, string? Reason)> StandingAsync(RunningDisk disk)
    {
        using var answer = await SendAsync(disk, null, RunningDisk.Key);
        var standing = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        return ((string?)standing["state"], (string?)standing["reason"]);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningDisk disk, HttpContent? notice, string key)
    {
        using var request = new HttpRequestMessage(notice is null ? HttpMethod.Get : HttpMethod.Put, "/provisioning/v1/partner") { Content = notice };
        request.Headers.Add("Authorization", "Bearer " + key);
        return await disk.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
