using BroadbandHub.Billing.Bills;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class RunApprovalTests
{
    private static readonly PersonId Chen = new(new Guid("01900000-0000-7000-8000-000000000002"));

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_preview_that_is_ready_waits_in_the_inbox_and_a_yes_there_approves_the_run(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        world.User.PersonId = new PersonId(new Guid("01900000-0000-7000-8000-000000000001"));
        await world.SubscribeAsync("Acme", Fee(100m));
        var run = BillingWorld.Ok(await world.PreviewAsync());

        var asked = Assert.Single(world.Inbox.Open);
        Assert.Equal(("billing.run", run.Id.ToString(), $"/console/runs/{run.Id}", world.User.PersonId?.ToString()), (asked.Kind, asked.Subject, asked.Href, asked.RequestedBy));
        Assert.Equal("Bill run 2026-10", asked.Title.English);
        Assert.Equal(["1", "CNY 106.00", "0"], asked.Facts.Select(f => f.Value));

        Assert.Null(await DecideAsync(world, run.Id, ApprovalVerdict.Approved));
        var approved = BillingWorld.Ok(await world.SendAsync(new GetRun.Query(run.Id)));
        Assert.Equal((BillRunState.Approved, Chen.ToString()), (approved.State, approved.ApprovedBy));
        Assert.Equal("run.already_approved", (await DecideAsync(world, run.Id, ApprovalVerdict.Approved))?.Code);
        BillingWorld.Ok(await world.IssueAsync(run.Id));
        Assert.Single(await world.BillsAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_no_cancels_the_run(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Acme", Fee(100m));
        var run = BillingWorld.Ok(await world.PreviewAsync());
        Assert.Null(await DecideAsync(world, run.Id, ApprovalVerdict.Rejected));
        Assert.Equal(BillRunState.Cancelled, BillingWorld.Ok(await world.SendAsync(new GetRun.Query(run.Id))).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_is_decided_on_the_runs_page_no_longer_waits_in_the_inbox(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Acme", Fee(100m));
        BillingWorld.Ok(await world.SendAsync(new CancelRun.Command(BillingWorld.Ok(await world.PreviewAsync()).Id)));
        Assert.Empty(world.Inbox.Open);
        var second = BillingWorld.Ok(await world.PreviewAsync());
        Assert.Single(world.Inbox.Open);
        BillingWorld.Ok(await world.ApproveAsync(second.Id));
        Assert.Empty(world.Inbox.Open);
        BillingWorld.Ok(await world.IssueAsync(second.Id));

        // Nothing is new, and nobody is asked about it.
        Assert.Equal("run.nothing_new", (await world.PreviewAsync()).Error?.Code);
        Assert.Empty(world.Inbox.Open);
    }

    private static Task<HubError?> DecideAsync(BillingWorld world, BillRunId run, ApprovalVerdict verdict) => world.WithAsync(services =>
        services.GetRequiredService<IUnitOfWork>().RunAsync(
            () => services.GetServices<IApprovalEffect>().Single(e => e.Kind == "billing.run").DecideAsync(
                new ApprovalDecision(TaskId.New(TimeProvider.System), run.ToString(), verdict, Chen, "Because"), TestContext.Current.CancellationToken),
            refused => refused is null,
            TestContext.Current.CancellationToken));

    private static PriceComponent Fee(decimal amount) => new FlatMonthly("fee", new("Fee", "月费"), "standard", amount);
}
