using System.Net;
using BroadbandHub.Sdk;

namespace App.NetworkDisk.Tests;

public sealed class PartnerNoticesTests
{
    private static readonly PartnerId Partner = PartnerId.New(TimeProvider.System);
    private static readonly DateTimeOffset Noon = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Delivery First = new(Guid.CreateVersion7(Noon), 1);
    private static readonly string[] Ours = ["another", NetworkDiskApplication.Key];

    [Fact]
    public async Task The_application_is_told_when_its_partner_is_suspended_taken_back_and_leaves()
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        await using var plugin = Some.Plugin(disk.Address);
        await plugin.DeliverAsync(new PartnerSuspended(Partner, "Bills are unpaid.", Ours, Noon), First, CancellationToken.None);
        await plugin.DeliverAsync(new PartnerResumed(Partner, Ours, Noon.AddHours(1)), First, CancellationToken.None);
        await plugin.DeliverAsync(new PartnerLeft(Partner, Ours, Noon.AddHours(2)), First, CancellationToken.None);
        Assert.Equal(
            [
                """{"state":"suspended","reason":"Bills are unpaid.","since":"2026-10-05T12:00:00+00:00"}""",
                """{"state":"active","reason":null,"since":"2026-10-05T13:00:00+00:00"}""",
                """{"state":"left","reason":null,"since":"2026-10-05T14:00:00+00:00"}""",
            ],
            disk.PartnerNotices);
    }

    [Fact]
    public async Task Another_partners_affairs_are_not_passed_on()
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        await using var plugin = Some.Plugin(disk.Address);
        Assert.Equal(1, await plugin.DeliverAsync(new PartnerSuspended(Partner, "Bills are unpaid.", ["another"], Noon), First, CancellationToken.None));
        Assert.Empty(disk.PartnerNotices);
    }

    [Fact]
    public async Task Without_an_address_there_is_nobody_to_tell()
    {
        await using var plugin = Some.Plugin(address: null);
        Assert.Equal(1, await plugin.DeliverAsync(new PartnerSuspended(Partner, "Bills are unpaid.", Ours, Noon), First, CancellationToken.None));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_notice_that_is_not_taken_fails_so_that_the_hub_brings_it_again(HttpStatusCode status)
    {
        await using var disk = await FakeNetworkDisk.StartAsync();
        disk.Always = (status, "");
        await using var plugin = Some.Plugin(disk.Address);
        await Assert.ThrowsAsync<HttpRequestException>(() => plugin.DeliverAsync(new PartnerResumed(Partner, Ours, Noon), First, CancellationToken.None));
    }
}
