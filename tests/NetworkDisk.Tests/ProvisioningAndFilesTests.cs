using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NetworkDisk.Tests;

public sealed class ProvisioningAndFilesTests
{
    [Fact]
    public async Task The_same_operation_again_is_answered_alike_and_other_content_is_a_conflict()
    {
        using var disk = new RunningDisk();
        for (var time = 0; time < 2; time++)
        {
            using var done = await disk.OrderAsync("opn_1", "sub_1");
            Assert.Equal("done", (string?)(await JsonAsync(done))["state"]);
        }

        using var conflict = await disk.OrderAsync("opn_1", "sub_2");
        Assert.Equal((HttpStatusCode.Conflict, "operation.id_conflict"), (conflict.StatusCode, (string?)(await JsonAsync(conflict))["code"]));
        Assert.Single(await File.ReadAllLinesAsync(disk.JournalFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Orders_need_the_agreed_key()
    {
        using var disk = new RunningDisk();
        using var refused = await disk.OrderAsync("opn_1", "sub_1", key: "guessed");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_subscription_that_has_ended_has_no_files_and_is_not_activated_again()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 10);
        await disk.OrderAsync("opn_2", "sub_1", "end");
        using var gone = await disk.Http.GetAsync("/files/sub_1/a", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var again = await disk.OrderAsync("opn_3", "sub_1");
        Assert.Equal("subscription.ended", (string?)(await JsonAsync(again))["code"]);
    }

    [Theory]
    [InlineData("..%2F..%2Fjournal.jsonl")]
    [InlineData("%E5%90%88%E5%90%8C%20%26%20more.pdf")]
    public async Task Whatever_a_file_is_called_it_lies_in_its_own_place(string name)
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", name, 1234);
        Assert.Equal(1234, (await disk.Http.GetByteArrayAsync($"/files/sub_1/{name}", TestContext.Current.CancellationToken)).Length);
        Assert.NotEmpty(await File.ReadAllLinesAsync(disk.JournalFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_page_shows_the_files_and_nothing_of_a_name_becomes_markup()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", Uri.EscapeDataString("<b>bold"), 5);
        var page = await disk.Http.GetStringAsync("/disk/sub_1", TestContext.Current.CancellationToken);
        Assert.Contains("&lt;b&gt;bold", page);
        Assert.DoesNotContain("<b>bold", page);
    }

    [Fact]
    public async Task A_file_of_the_same_name_takes_the_place_of_the_old_one()
    {
        using var disk = new RunningDisk();
        await disk.OrderAsync("opn_1", "sub_1");
        await disk.UploadAsync("sub_1", "a", 100);
        await disk.UploadAsync("sub_1", "a", 7);
        var list = (await disk.Http.GetFromJsonAsync<JsonNode>("/files/sub_1", TestContext.Current.CancellationToken))!;
        Assert.Equal((1, 7L), (list["items"]!.AsArray().Count, (long)list["storedBytes"]!));
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
}
