using System.Net;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Testing;

namespace App.NetworkDisk.Tests;

public sealed class NetworkDiskPluginTests
{
    [Fact]
    public async Task Without_an_address_an_order_is_done_here()
    {
        await using var plugin = PluginHarness.Start(new NetworkDiskPlugin());
        var order = Some.Order();
        var done = new ProvisioningResult.Done("local");
        Assert.Equal(done, await plugin.CallAsync<IApplicationProvisioner, ProvisioningResult>(p => p.ApplyAsync(order, CancellationToken.None)));
        Assert.Equal(done, await plugin.CallAsync<IApplicationProvisioner, ProvisioningResult>(p => p.QueryAsync(order.OperationId, CancellationToken.None)));
    }

    [Fact]
    public async Task The_descriptor_names_the_three_meters_with_their_scales()
    {
        await using var plugin = PluginHarness.Start(new NetworkDiskPlugin());
        var application = await plugin.CallAsync<IApplication, ApplicationDescriptor>(a => Task.FromResult(a.Describe()));
        Assert.Equal("network-disk", application.Key);
        Assert.Equal([("storage.gb-hours", 6), ("traffic.gb", 6), ("requests", 0)], application.Meters.Select(m => (m.Key, m.Scale)));
    }

    [Theory]
    [InlineData("disk.example", "key", "20", "absolute http or https")]
    [InlineData("ftp://disk.example/", "key", "20", "absolute http or https")]
    [InlineData("https://disk.example/", null, "20", "no key")]
    [InlineData("https://disk.example/", "key", "0", "1 to 25 seconds")]
    [InlineData("https://disk.example/", "key", "26", "1 to 25 seconds")]
    public void A_wrong_setting_stops_the_plugin_at_its_start_with_a_sentence(string address, string? key, string timeLimit, string sentence)
    {
        var options = new PluginHarnessOptions();
        options.Settings["baseAddress"] = address;
        options.Settings["apiKey"] = key;
        options.Settings["timeLimitSeconds"] = timeLimit;
        var e = Assert.Throws<InvalidOperationException>(() => PluginHarness.Start(new NetworkDiskPlugin(), options));
        Assert.Contains(sentence, e.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"state":"done","reference":"r-1"}""", "Done")]
    [InlineData(HttpStatusCode.Accepted, """{"state":"pending"}""", "Pending")]
    [InlineData(HttpStatusCode.OK, """{"state":"dancing"}""", "Unknown")]
    [InlineData(HttpStatusCode.OK, "<html>welcome to the hotel's wireless</html>", "Unknown")]
    [InlineData(HttpStatusCode.OK, """{"state":"done","state":"pending"}""", "Unknown")]
    [InlineData(HttpStatusCode.OK, "[1,2]", "Unknown")]
    [InlineData(HttpStatusCode.UnprocessableEntity, """{"code":"disk.full","detail":"No room."}""", "Refused")]
    [InlineData(HttpStatusCode.BadRequest, "no code", "Unknown")]
    [InlineData(HttpStatusCode.NotFound, """{"code":"operation.unknown"}""", "NotExecuted")]
    [InlineData(HttpStatusCode.Unauthorized, "", "NotExecuted")]
    [InlineData(HttpStatusCode.TooManyRequests, "", "NotExecuted")]
    [InlineData(HttpStatusCode.RequestTimeout, "", "Unknown")]
    [InlineData(HttpStatusCode.InternalServerError, """{"code":"boom"}""", "Unknown")]
    [InlineData(HttpStatusCode.BadGateway, "", "Unknown")]
    public async Task Each_answer_means_one_outcome(HttpStatusCode status, string body, string outcome)
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        disk.Always = (status, body);
        await using var plugin = Some.Plugin(disk.Address);
        var result = await plugin.CallAsync<IApplicationProvisioner, ProvisioningResult>(p => p.ApplyAsync(Some.Order(), CancellationToken.None));
        Assert.Equal(outcome, result.GetType().Name);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_question_that_is_turned_away_leaves_the_order_unknown(HttpStatusCode status)
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        disk.Always = (status, "");
        await using var plugin = Some.Plugin(disk.Address);
        var result = await plugin.CallAsync<IApplicationProvisioner, ProvisioningResult>(p => p.QueryAsync(Some.Order().OperationId, CancellationToken.None));
        Assert.IsType<ProvisioningResult.Unknown>(result);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off_and_unknown()
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        disk.Always = (HttpStatusCode.OK, "{\"state\":\"" + new string('x', 1_000_000) + "\"}");
        await using var plugin = Some.Plugin(disk.Address);
        var result = await plugin.CallAsync<IApplicationProvisioner, ProvisioningResult>(p => p.ApplyAsync(Some.Order(), CancellationToken.None));
        Assert.IsType<ProvisioningResult.Unknown>(result);
    }

    [Fact]
    public async Task The_options_do_not_print_the_key()
    {
        await using var plugin = Some.Plugin(new Uri("https://disk.example/"));
        var text = await plugin.InScopeAsync(s => Task.FromResult(((NetworkDiskOptions)s.GetService(typeof(NetworkDiskOptions))!).ToString()));
        Assert.DoesNotContain(FakeNetworkDisk.Key, text);
    }
}
