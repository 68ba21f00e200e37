using System.Text;
using BroadbandHub.Billing.Usage;
using FsCheck.Xunit;

namespace BroadbandHub.Billing.Tests.Usage;

public sealed class UsageJsonTests
{
    private const string Good = """{"id":"a","subscription":"sub_01k5x0ykz2e8rvn3j6r8q4m7aw","meter":"gb","quantity":1.5,"time":"2026-10-01T08:00:00+08:00","user":"u","attributes":{"x":[1,2]}}""";

    [Fact]
    public void A_good_event_is_read_exactly()
    {
        var e = Read(Good);
        Assert.Null(e.Fault);
        Assert.Equal(("a", "gb", "1.5", "u", "{\"x\":[1,2]}"), (e.Id, e.Meter, e.Quantity.ToString(), e.User, e.Attributes));
        Assert.Equal(1790812800000000, e.OccurredAt);
    }

    [Theory]
    [InlineData("\"quantity\":1.5", "\"quantity\":\"1.50\"")]
    [InlineData("+08:00", "+08:00")]
    [InlineData("{\"x\":[1,2]}", "{ \"x\" : [ 1, 2 ] }")]
    [InlineData("2026-10-01T08:00:00+08:00", "2026-10-01T00:00:00.000Z")]
    [InlineData("\"meter\":\"gb\"", "\"meter\":\"\\u0067b\"")]
    public void Other_spellings_of_the_same_content_are_the_same_content(string from, string to) =>
        Assert.Equal(Read(Good).ContentHash, Read(Good.Replace(from, to, StringComparison.Ordinal)).ContentHash);

    [Theory]
    [InlineData("1.5", "1.6")]
    [InlineData("gb", "tb")]
    [InlineData("08:00:00+", "08:00:01+")]
    [InlineData("\"user\":\"u\"", "\"user\":\"v\"")]
    [InlineData("[1,2]", "[1,3]")]
    [InlineData("7aw", "7ax")]
    public void Other_content_has_another_hash_but_the_same_key(string from, string to)
    {
        var other = Read(Good.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(Read(Good).ContentHash, other.ContentHash);
        Assert.Equal(Read(Good).EventKey, other.EventKey);
    }

    [Theory]
    [InlineData("\"id\":\"a\"", "\"id\":null", UsageCodes.BadId)]
    [InlineData("\"id\":\"a\"", "\"id\":\"a\",\"id\":\"b\"", UsageCodes.BadEvent)]
    [InlineData("\"id\":\"a\"", "\"id\":\"a\\u0000\"", UsageCodes.BadId)]
    [InlineData("sub_0", "bil_0", UsageCodes.UnknownSubscription)]
    [InlineData("\"gb\"", "{}", UsageCodes.UnknownMeter)]
    [InlineData("1.5", "true", UsageCodes.BadQuantity)]
    [InlineData("1.5", "[[1]]", UsageCodes.BadQuantity)]
    [InlineData("+08:00", "", UsageCodes.BadTime)]
    [InlineData("T08", " 08", UsageCodes.BadTime)]
    [InlineData("2026-10-01T", "2026-02-30T", UsageCodes.BadTime)]
    [InlineData("\"u\"", "7", UsageCodes.BadUser)]
    [InlineData("{\"x\":[1,2]}", "[]", UsageCodes.BadAttributes)]
    public void Each_wrong_member_is_that_events_fault_alone(string from, string to, string code) =>
        Assert.Equal(code, Read(Good.Replace(from, to, StringComparison.Ordinal)).Fault);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"events\":7}")]
    [InlineData("{\"events\":[]")]
    [InlineData("{\"events\":[]} x")]
    [InlineData("{\"events\":[],\"events\":[]}")]
    [InlineData("{\"events\":[{\"id\":\"\\ud800\"}]}")]
    [InlineData("null")]
    public void A_body_of_another_form_is_refused_as_a_whole(string body) =>
        Assert.Equal("usage.malformed", UsageJson.ReadBatch(Encoding.UTF8.GetBytes(body), "disk").Error!.Code);

    [Fact]
    public void Bytes_that_are_not_UTF8_and_too_many_events_are_refused()
    {
        Assert.Equal("usage.malformed", UsageJson.ReadBatch(new byte[] { (byte)'{', 0xC3, (byte)'}' }, "disk").Error!.Code);
        var many = "{\"events\":[" + string.Join(',', Enumerable.Repeat("{}", UsageJson.MostEvents + 1)) + "]}";
        Assert.Equal("usage.too_many_events", UsageJson.ReadBatch(Encoding.UTF8.GetBytes(many), "disk").Error!.Code);
    }

    [Property]
    public bool Damaged_bodies_are_refused_or_read_but_never_throw(int position, byte value)
    {
        var body = Encoding.UTF8.GetBytes("{\"events\":[" + Good + "," + Good + "]}");
        body[(position & int.MaxValue) % body.Length] = value;
        var read = UsageJson.ReadBatch(body, "disk");
        return read.IsOk || read.Error!.Code == "usage.malformed";
    }

    [Theory]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/disk/1\",\"type\":\"usage\",\"subject\":\"sub_01k5x0ykz2e8rvn3j6r8q4m7aw\",\"time\":\"2026-10-01T00:00:00Z\",\"data\":{\"meter\":\"gb\",\"quantity\":1}}", null)]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"a\",\"source\":\"/disk/1\",\"type\":\"usage\",\"data\":{\"meter\":\"gb\",\"quantity\":1}}", UsageCodes.BadEvent)]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/disk/1\",\"type\":\"usage\",\"time\":\"2026-10-01T00:00:00Z\",\"data_base64\":\"AAAA\"}", UsageCodes.BadEvent)]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"/disk/1\",\"type\":\"usage\",\"data\":{\"meter\":\"gb\",\"quantity\":1}}", UsageCodes.UnknownSubscription)]
    public void A_cloud_event_is_judged_like_any_other(string json, string? fault)
    {
        var e = CloudEventJson.Read(Encoding.UTF8.GetBytes(json), "disk", isBatch: false).Value.Single();
        Assert.Equal(fault, e.Fault);
        Assert.Equal("/disk/1", e.Source);
    }

    private static ReportedEvent Read(string json) => UsageJson.ReadBatch(Encoding.UTF8.GetBytes("{\"events\":[" + json + "]}"), "disk").Value.Single();

    [Fact]
    public void A_cloud_event_in_binary_mode_is_utf8_like_the_others()
    {
        byte[] data = [.. Encoding.UTF8.GetBytes("""{"meter":"gb","quantity":1,"user":"a"""), 0xff, .. Encoding.UTF8.GetBytes("\"}")];
        Assert.Equal("usage.malformed", CloudEventJson.ReadBinary(data, "disk", name => name == "specversion" ? "1.0" : "x").Error?.Code);
    }
}
