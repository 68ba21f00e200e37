using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Seats;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
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

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_seat_has_the_role_by_default_until_somebody_says_otherwise_and_who_loses_a_role_is_signed_out(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var ended = hub.Services.GetRequiredService<FakeSignOns>().Ended;
        hub.Services.GetRequiredService<FakeCatalog>().Roles = [new("editor", new("Editor", "编辑者")) { IsDefault = true }, new("auditor", new("Auditor", "审计员"))];
        var (first, second) = (await hub.OpenAsync(), await hub.OpenAsync());
        hub.Plugins.Answer(new ProvisioningResult.Done("ok"), new ProvisioningResult.Done("ok"));
        await hub.ProvisionAsync();
        hub.User.BeEnterprise(Some.Acme);

        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li));
        Assert.Equal(["editor"], await RolesAsync(hub));
        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li, ["editor", "auditor", "auditor"]));
        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li));
        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li, ["auditor", "editor"]));
        Assert.Equal(["auditor", "editor"], await RolesAsync(hub));
        Assert.Equal(["auditor", "editor"], (await hub.DoAsync(new ListSeats.Query(first))).Items.Single().Roles);
        Assert.Empty(ended);

        // Both seats count.
        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li, ["auditor"]));
        Assert.Equal([(FakeEmployees.Li, "disk")], ended);
        Assert.Equal(["auditor"], await RolesAsync(hub));
        await hub.DoAsync(new AssignSeat.Command(second, FakeEmployees.Li));
        Assert.Equal(["auditor", "editor"], await RolesAsync(hub));

        // What the application does not list any more is not told.
        hub.Services.GetRequiredService<FakeCatalog>().Roles = [new("editor", new("Editor"))];
        Assert.Equal(["editor"], await RolesAsync(hub));
        Assert.Empty((await hub.DoAsync(new ListSeats.Query(first))).Items.Single().Roles);
    }

    [Fact]
    public async Task A_role_that_the_application_does_not_have_is_refused_and_changes_nothing()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Services.GetRequiredService<FakeCatalog>().Roles = [new("editor", new("Editor", "编辑者"))];
        var id = await hub.OpenAsync();
        Assert.Equal("seat.unknown_role", (await hub.SendAsync(new AssignSeat.Command(id, FakeEmployees.Li, ["editor", "owner"]))).Error?.Code);
        Assert.Equal("seat.unknown_role", (await hub.SendAsync(new AssignSeat.Command(id, FakeEmployees.Li, [null!]))).Error?.Code);
        Assert.Empty((await hub.DoAsync(new ListSeats.Query(id))).Items);
        await hub.DoAsync(new AssignSeat.Command(id, FakeEmployees.Li));
        Assert.Empty((await hub.DoAsync(new ListSeats.Query(id))).Items.Single().Roles);
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

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_leaves_holds_no_seat_any_more_and_the_log_says_of_which(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var (first, second) = (await hub.OpenAsync(), await hub.OpenAsync());
        await hub.DoAsync(new AssignSeat.Command(first, FakeEmployees.Li));
        await hub.DoAsync(new AssignSeat.Command(second, FakeEmployees.Li));
        await hub.DoAsync(new AssignSeat.Command(second, FakeEmployees.Wu));
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                async () =>
                {
                    foreach (var leavers in scope.ServiceProvider.GetServices<ILeavers>())
                    {
                        await leavers.LeaveAsync(FakeEmployees.Li, TestContext.Current.CancellationToken);
                        await leavers.LeaveAsync(FakeEmployees.Li, TestContext.Current.CancellationToken);
                    }

                    return true;
                },
                _ => true,
                TestContext.Current.CancellationToken);
        }

        Assert.Empty((await hub.DoAsync(new ListSeats.Query(first))).Items);
        Assert.Equal(FakeEmployees.Wu, (await hub.DoAsync(new ListSeats.Query(second))).Items.Single().PersonId);
        var lines = hub.Services.GetRequiredService<FakeChangeLog>().Lines;
        Assert.Equal(new[] { first.ToString(), second.ToString() }.Order(StringComparer.Ordinal), lines.Where(l => l.Kind == "orders.seat.withdrawn").Select(l => l.Change.SubjectId!).Order(StringComparer.Ordinal));
        Assert.All(lines.Where(l => l.Kind == "orders.seat.withdrawn"), l => Assert.Equal((FakeEmployees.Li, Some.Acme), (l.Change.PersonId!.Value, l.Change.EnterpriseId!.Value)));
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

    private static async Task<IReadOnlyList<SubscriptionId>> HeldAsync(OrdersHub hub, PersonId person, EnterpriseId? enterprise = null) =>
        (await FindAsync(hub, person, enterprise)).Subscriptions;

    private static async Task<IReadOnlyList<string>> RolesAsync(OrdersHub hub) => (await FindAsync(hub, FakeEmployees.Li)).Roles;

    private static async Task<HeldSeats> FindAsync(OrdersHub hub, PersonId person, EnterpriseId? enterprise = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISeatCheck>().FindSeatsAsync(person, enterprise ?? Some.Acme, "disk", default);
    }
}
