using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Tasks.Inbox;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Tasks.Tests;

public sealed class DecidingTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Somebody_else_approves_and_the_effect_happens(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        var seen = await hub.DoAsync(TasksHub.Chen, new GetTask.Query(id));
        Assert.Equal(("diskworks wants in", "Lin Wei", "open", true, "Admit"), (seen.Title, seen.RequestedBy, seen.State, seen.MayDecide, seen.Approve));
        Assert.Equal(new TaskFactJson("Company", "diskworks"), Assert.Single(seen.Facts));

        var decided = await hub.DoAsync(TasksHub.Chen, new DecideTask.Command(id, true, " Checked the licence. "));

        Assert.Equal(("approved", "Chen Jing", "Checked the licence."), (decided.State, decided.DecidedBy, decided.Comment));
        Assert.Equal(new ApprovalDecision(id, "diskworks", ApprovalVerdict.Approved, TasksHub.Chen.PersonId!.Value, "Checked the licence."), Assert.Single(hub.Effect.Done));
        Assert.Equal("task.ended", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, false, "No"))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Nobody_decides_their_own_request_and_machines_decide_nothing(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        Assert.Equal("task.own_request", (await hub.SendAsync(TasksHub.Lin, new DecideTask.Command(id, true, null))).Error?.Code);
        Assert.Equal("task.own_request", (await hub.SendAsync(TasksHub.Lin, new ClaimTask.Command(id))).Error?.Code);
        Assert.Equal("task.people_decide", (await hub.SendAsync(TasksHub.Machine, new DecideTask.Command(id, true, null))).Error?.Code);
        Assert.Empty(hub.Effect.Done);
        Assert.Equal(0, await hub.AsAsync<Portal.Contracts.IInbox, int>(TasksHub.Lin, inbox => inbox.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(1, await hub.AsAsync<Portal.Contracts.IInbox, int>(TasksHub.Chen, inbox => inbox.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_a_program_asks_for_its_maker_does_not_decide(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var asked = (await hub.AskAsync(TasksHub.LinsMachine, "diskworks")).Value;
        var begun = (await hub.AskAsync(TasksHub.Machine, "faxworks", requestedBy: TasksHub.LinsMachine.ClientId)).Value;
        var another = (await hub.AskAsync(TasksHub.Machine, "mailworks")).Value;
        foreach (var id in new[] { asked, begun })
        {
            Assert.Equal("task.own_request", (await hub.SendAsync(TasksHub.Lin, new DecideTask.Command(id, true, null))).Error?.Code);
            Assert.Equal("Lin Wei (client.of-lin)", (await hub.DoAsync(TasksHub.Chen, new GetTask.Query(id))).RequestedBy);
            Assert.Equal("approved", (await hub.DoAsync(TasksHub.Chen, new DecideTask.Command(id, true, null))).State);
        }

        Assert.Equal("operator-cli", (await hub.DoAsync(TasksHub.Lin, new GetTask.Query(another))).RequestedBy);
        Assert.Equal("approved", (await hub.DoAsync(TasksHub.Lin, new DecideTask.Command(another, true, null))).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Those_without_the_role_and_those_of_another_enterprise_see_nothing(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var partner = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        var seats = (await hub.AskAsync(TasksHub.Clerk, "mailbox", "test.seat", 0xa1)).Value;
        foreach (var (user, id) in new[] { (TasksHub.Guest, partner), (TasksHub.Boss, partner), (TasksHub.Stranger, seats), (TasksHub.Chen, seats) })
        {
            Assert.Equal("task.not_found", (await hub.SendAsync(user, new GetTask.Query(id))).Error?.Code);
            Assert.Equal("task.not_found", (await hub.SendAsync(user, new DecideTask.Command(id, true, null))).Error?.Code);
            Assert.Equal("task.not_found", (await hub.SendAsync(user, new ClaimTask.Command(id))).Error?.Code);
            Assert.Equal("task.not_found", (await hub.SendAsync(user, new WithdrawTask.Command(id))).Error?.Code);
            foreach (var list in ListTasks.Lists)
            {
                Assert.DoesNotContain((await hub.DoAsync(user, new ListTasks.Query(list, null, 50))).Items, t => t.Id == id);
            }
        }

        Assert.Equal("approved", (await hub.DoAsync(TasksHub.Boss, new DecideTask.Command(seats, true, null))).State);
        Assert.Equal("approved", (await hub.DoAsync(TasksHub.Clerk, new GetTask.Query(seats))).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_no_needs_a_reason_and_a_decision_must_be_one(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        Assert.Equal("task.no_reason", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, false, " "))).Error?.Code);
        Assert.Equal("task.no_decision", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, null, null))).Error?.Code);
        Assert.Equal("task.comment_too_long", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, true, new string('x', 2001)))).Error?.Code);
        Assert.Equal("rejected", (await hub.DoAsync(TasksHub.Chen, new DecideTask.Command(id, false, "No licence"))).State);
        Assert.Equal(ApprovalVerdict.Rejected, Assert.Single(hub.Effect.Done).Verdict);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_effect_that_refuses_leaves_the_task_open(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        hub.Effect.Refusal = HubError.Conflict("partner.gone", "The partner is gone.");
        Assert.Equal("partner.gone", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, true, null))).Error?.Code);
        Assert.Equal(TaskState.Open, Assert.Single(await hub.RowsAsync()).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Ten_who_decide_at_once_decide_once(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, i % 2 == 0, "Because"))));
        Assert.Single(answers, a => a.IsOk);
        Assert.All(answers.Where(a => !a.IsOk), a => Assert.Equal("task.ended", a.Error!.Code));
        Assert.Single(hub.Effect.Done);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Ten_who_ask_the_same_at_once_ask_once_and_may_ask_again_after_the_decision(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var asked = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hub.AskAsync(TasksHub.Lin, "diskworks")));
        Assert.Single(asked, a => a.IsOk);
        Assert.All(asked.Where(a => !a.IsOk), a => Assert.Equal("task.already_open", a.Error!.Code));
        await hub.DoAsync(TasksHub.Chen, new DecideTask.Command(asked.Single(a => a.IsOk).Value, false, "Not yet"));
        Assert.True((await hub.AskAsync(TasksHub.Lin, "diskworks")).IsOk);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_has_a_task_in_hand_keeps_others_from_deciding_until_they_take_it_over(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Machine, "diskworks")).Value;
        Assert.Equal("Lin Wei", (await hub.DoAsync(TasksHub.Lin, new ClaimTask.Command(id))).ClaimedBy);
        Assert.Equal("task.claimed", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, true, null))).Error?.Code);
        Assert.Equal("task.claimed", (await hub.SendAsync(TasksHub.Chen, new ClaimTask.Command(id))).Error?.Code);
        Assert.Equal("task.claimed", (await hub.SendAsync(TasksHub.Chen, new ClaimTask.Command(id, Release: true))).Error?.Code);
        Assert.Equal("Chen Jing", (await hub.DoAsync(TasksHub.Chen, new ClaimTask.Command(id, TakeOver: true))).ClaimedBy);
        Assert.Equal("task.claimed", (await hub.SendAsync(TasksHub.Lin, new DecideTask.Command(id, true, null))).Error?.Code);
        Assert.Null((await hub.DoAsync(TasksHub.Chen, new ClaimTask.Command(id, Release: true))).ClaimedBy);
        Assert.Equal("approved", (await hub.DoAsync(TasksHub.Lin, new DecideTask.Command(id, true, null))).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_asked_may_take_it_back_and_nobody_else(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var id = (await hub.AskAsync(TasksHub.Lin, "diskworks")).Value;
        Assert.Equal("task.not_found", (await hub.SendAsync(TasksHub.Chen, new WithdrawTask.Command(id))).Error?.Code);
        Assert.Equal("withdrawn", (await hub.DoAsync(TasksHub.Lin, new WithdrawTask.Command(id))).State);
        Assert.Equal(ApprovalVerdict.Withdrawn, Assert.Single(hub.Effect.Done).Verdict);
        Assert.Equal("task.ended", (await hub.SendAsync(TasksHub.Lin, new WithdrawTask.Command(id))).Error?.Code);
        Assert.Equal("task.ended", (await hub.SendAsync(TasksHub.Chen, new DecideTask.Command(id, true, null))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_is_gone_is_withdrawn_without_its_effect_and_work_that_is_rolled_back_asks_nobody(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        await hub.AskAsync(TasksHub.Lin, "diskworks");
        await hub.AsAsync<IApprovals, bool>(TasksHub.Lin, async approvals =>
        {
            await approvals.WithdrawAsync("test.partner", "diskworks", TestContext.Current.CancellationToken);
            await approvals.WithdrawAsync("test.partner", "nobody", TestContext.Current.CancellationToken);
            Assert.Null(await approvals.FindOpenAsync("test.partner", "diskworks", TestContext.Current.CancellationToken));
            return true;
        });
        Assert.Equal(TaskState.Withdrawn, Assert.Single(await hub.RowsAsync()).State);
        Assert.Empty(hub.Effect.Done);

        await hub.AsAsync<IServiceProvider, bool>(TasksHub.Lin, services => ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).RunAsync(
            async () =>
            {
                await ((IApprovals)services.GetService(typeof(IApprovals))!).RequestAsync(
                    new ApprovalRequest("test.partner", "rolled-back", new("x"), "/x", []), TestContext.Current.CancellationToken);
                return false;
            },
            commit => commit,
            TestContext.Current.CancellationToken));
        Assert.Single(await hub.RowsAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_inbox_lists_the_longest_waiting_first_by_cursor_and_the_next_one_opens_by_itself(Engine engine)
    {
        await using var hub = await TasksHub.StartAsync(engine);
        var ids = new List<TaskId>();
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
            ids.Add((await hub.AskAsync(TasksHub.Lin, $"partner{i}")).Value);
        }

        var first = await hub.DoAsync(TasksHub.Chen, new ListTasks.Query(null, null, 3));
        var rest = await hub.DoAsync(TasksHub.Chen, new ListTasks.Query(null, TaskId.Parse(first.Next!), 3));
        Assert.Equal(ids, first.Items.Concat(rest.Items).Select(t => t.Id));
        Assert.Equal(ids[0], (await hub.DoAsync(TasksHub.Chen, new NextTask.Query())).Id);
        await hub.DoAsync(TasksHub.Chen, new DecideTask.Command(ids[0], true, null));
        Assert.Equal(ids[1], (await hub.DoAsync(TasksHub.Chen, new NextTask.Query())).Id);
        Assert.Null((await hub.DoAsync(TasksHub.Lin, new NextTask.Query())).Id);
        Assert.Equal(5, (await hub.DoAsync(TasksHub.Lin, new ListTasks.Query("requested", null, 50))).Total);
        Assert.Equal(1, (await hub.DoAsync(TasksHub.Chen, new ListTasks.Query("ended", null, 50))).Total);
        Assert.Equal("task.unknown_list", (await hub.SendAsync(TasksHub.Chen, new ListTasks.Query("all", null, 50))).Error?.Code);
    }
}
