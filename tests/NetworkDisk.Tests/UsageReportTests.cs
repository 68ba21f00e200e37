using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NetworkDisk.Tests;

public sealed class UsageReportTests
{
    [Fact]
    public async Task What_is_used_is_measured_exactly_and_reported_once()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 2_000_000);
        await disk.PostAsync("/clock/advance?hours=10");
        var report = await disk.PostAsync("/report");
        Assert.Equal((3, 3, 0), ((int)report["measured"]!, (int)report["accepted"]!, (int)report["kept"]!));
        Assert.Equal([0.002m, 0.02m, 1m], disk.Hub.Accepted.Values.Order());
        report = await disk.PostAsync("/report");
        Assert.Equal((0, 0), ((int)report["measured"]!, (int)report["accepted"]!));
    }

    [Fact]
    public async Task What_is_less_than_a_millionth_waits_for_the_next_event_and_is_never_lost()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 700);
        for (var hour = 0; hour < 10; hour++)
        {
            await disk.PostAsync("/clock/advance?hours=1");
            await disk.PostAsync("/report");
        }

        // 700 bytes for 10 hours are 7,000 byte-hours: 7 millionths, which no single hour has.
        Assert.Equal(0.000007m, Sum("storage.gb-hours"));
        Assert.Equal(0m, Sum("traffic.gb"));
        await disk.UploadAsync("sub_1", "b", 300);
        await disk.PostAsync("/report");
        Assert.Equal(0.000001m, Sum("traffic.gb"));

        decimal Sum(string meter) => disk.Hub.Accepted.Where(e => e.Key.Contains($"/{meter}/", StringComparison.Ordinal)).Sum(e => e.Value);
    }

    [Fact]
    public async Task While_the_hub_is_away_usage_is_kept_and_sent_later_with_the_same_ids()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 1_000);
        disk.Hub.Away = true;
        var report = await disk.PostAsync("/report");
        Assert.Equal(2, (int)report["kept"]!);
        Assert.NotNull((string?)report["trouble"]);
        var kept = await IdsAsync(disk);

        using var restarted = disk.Restart();
        restarted.Hub.Away = false;
        report = await restarted.PostAsync("/report");
        Assert.Equal((2, 0), ((int)report["accepted"]!, (int)report["kept"]!));
        Assert.Equal(kept.Order(), restarted.Hub.Accepted.Keys.Order());
    }

    [Fact]
    public async Task When_the_answer_is_lost_the_events_are_sent_again_and_count_once()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 1_000);
        disk.Hub.LosesAnswers = true;
        Assert.Equal(2, (int)(await disk.PostAsync("/report"))["kept"]!);
        disk.Hub.LosesAnswers = false;
        var report = await disk.PostAsync("/report");
        Assert.Equal((0, 2, 0), ((int)report["accepted"]!, (int)report["duplicates"]!, (int)report["kept"]!));
        Assert.Equal(2, disk.Hub.Accepted.Count);
    }

    [Fact]
    public async Task What_the_hub_rejects_is_shown_with_its_code_and_not_sent_again()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 1_000);
        disk.Hub.RejectsMeter = "requests";
        var report = await disk.PostAsync("/report");
        Assert.Equal((1, 1, 0), ((int)report["accepted"]!, (int)report["rejected"]!, (int)report["kept"]!));
        var usage = (await disk.Http.GetFromJsonAsync<JsonNode>("/usage", TestContext.Current.CancellationToken))!["items"]!.AsArray();
        Assert.Equal("usage.unknown_meter", (string?)usage.Single(u => (string?)u!["status"] == "rejected")!["code"]);
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_off_never_happened()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 1_000);
        using var restarted = CutAndRestart(disk);
        await restarted.UploadAsync("sub_1", "b", 1_000);
        Assert.Equal(3, (await File.ReadAllLinesAsync(restarted.JournalFile, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(2, (int)(await restarted.PostAsync("/report"))["accepted"]!);
    }

    private static RunningDisk CutAndRestart(RunningDisk disk)
    {
        disk.Http.Dispose();
        var line = """{"kind":"used","at":"2026-10-01T00:00:00+00:00","subscription":"sub_1","by""";
        using (var journal = new FileStream(disk.JournalFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            journal.Write(System.Text.Encoding.UTF8.GetBytes(line));
        }

        return disk.Restart();
    }

    private static async Task<List<string>> IdsAsync(RunningDisk disk) =>
        [.. (await disk.Http.GetFromJsonAsync<JsonNode>("/usage", TestContext.Current.CancellationToken))!["items"]!.AsArray().Select(u => (string)u!["id"]!)];
}
