using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Seats;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Orders.Tests.Seats;

public sealed class SeatTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_seat_opens_the_application_while_its_subscription_is_active_and_not_longer(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        hub.User.BeEnterprise(Some.Acme);
        var id = await hub.OpenAsync();
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        Assert.Empty(await HeldAsync(hub, FakeEmployees.Li));

        hub.Plugins.Answer(new ProvisioningResult.Done("ok"));
        await hub.ProvisionAsync();
        Assert.Equal([id], await HeldAsync(hub, FakeEmployees.Li));
        Assert.Empty(await HeldAsync(hub, FakeEmployees.Wu));
        Assert.Empty(await HeldAsync(hub, FakeEmployees.Li, Some.Other));

        await hub.DoAsync(new EndSubscription.Command(id, null));
        Assert.Equal([id], await HeldAsync(hub, FakeEmployees.Li));
        hub.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await HeldAsync(hub, FakeEmployees.Li));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_seat_that_is_taken_away_signs_its_holder_out(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var id = await hub.OpenAsync();
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        var listed = await hub.DoAsync(new ListSeats.Query(id));
        Assert.Equal(["Li"], listed.Items.Select(s => s.Name));
        Assert.Empty(listed.Without);

        hub.User.BeEnterprise(Some.Acme);
        await hub.DoAsync(new WithdrawSeat.Command(id, FakeEmployees.Li));
        await hub.DoAsync(new WithdrawSeat.Command(id, FakeEmployees.Li));

        Assert.Equal([(FakeEmployees.Li, "disk")], hub.Services.GetRequiredService<FakeSignOns>().Ended);
        listed = await hub.DoAsync(new ListSeats.Query(id));
        Assert.Empty(listed.Items);
        Assert.Equal(["Li"], listed.Without.Select(p => p.Name));
    }

    [Fact]
    public async Task Seats_are_for_the_enterprises_own_people_and_the_business_of_nobody_else()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var id = await hub.OpenAsync();
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        Assert.Equal("seat.no_employee", (await hub.SendAsync(new AssignSeat.Command(id, FakeEmployees.Stranger))).Error?.Code);

        Action[] others = [() => hub.User.BeEnterprise(Some.Other), () => hub.User.BePartner(Some.Partner), () => hub.User.BeApplication("disk")];
        foreach (var become in others)
        {
            become();
            Assert.Equal("subscription.not_found", (await hub.SendAsync(new AssignSeat.Command(id, FakeEmployees.Stranger))).Error?.Code);
            Assert.Equal("subscription.not_found", (await hub.SendAsync(new WithdrawSeat.Command(id, FakeEmployees.Li))).Error?.Code);
            Assert.Equal("subscription.not_found", (await hub.SendAsync(new ListSeats.Query(id))).Error?.Code);
        }

        hub.User.BeOperator();
        Assert.Single((await hub.DoAsync(new ListSeats.Query(id))).Items);
    }

    [Fact]
    public async Task My_application_is_opened_with_a_ticket_where_it_takes_one_and_has_no_page_of_its_own()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var id = await hub.OpenAsync();
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        hub.Plugins.Answer(new ProvisioningResult.Done("ok"));
        await hub.ProvisionAsync();
        hub.User.BeEnterprise(Some.Acme);
        hub.User.PersonId = FakeEmployees.Li;
        Assert.Null((await hub.DoAsync(new MyApplications.Query())).Items.Single().OpenAt);
        hub.Services.GetRequiredService<FakeSignOns>().Tickets.Add("disk");
        Assert.Equal("/sso/ticket?application=disk", (await hub.DoAsync(new MyApplications.Query())).Items.Single().OpenAt);
        hub.Services.GetRequiredService<FakeCatalog>().LaunchUrl = new("https://disk.example/");
        Assert.Equal("https://disk.example/", (await hub.DoAsync(new MyApplications.Query())).Items.Single().OpenAt);
    }

    private static async Task<IReadOnlyList<SubscriptionId>> HeldAsync(OrdersHub hub, PersonId person, EnterpriseId? enterprise = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISeatCheck>().FindSeatsAsync(person, enterprise ?? Some.Acme, "disk", default);
    }
}
