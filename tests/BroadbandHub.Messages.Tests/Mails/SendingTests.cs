using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Mails;
using BroadbandHub.Messages.Transport;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Tests.Mails;

public sealed class SendingTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_mail_leaves_with_its_fields_filled_in_and_they_are_erased_then(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var id = await hub.QueueAsync(MessagesHub.Mail(language: "zh"));
        Assert.DoesNotContain("secret", (await hub.RowAsync(id)).ProtectedFields, StringComparison.Ordinal);

        Assert.Equal("Sent 1 mails; 0 failed.", await hub.RunAsync());

        var sent = Assert.Single(hub.Transport.Sent);
        Assert.Equal(("li.wei@acme.example", "欢迎，Li Wei"), (sent.ToAddress, sent.Subject));
        Assert.EndsWith("https://hub.example/invitation/secret", sent.Body, StringComparison.Ordinal);
        Assert.Equal(("sent", "欢迎，Li Wei", 1), (await hub.GetAsync(id)) is var mail ? (mail.State, mail.Subject, mail.Attempts) : default);
        Assert.Null((await hub.RowAsync(id)).ProtectedFields);
        Assert.Null(await hub.RunAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_mail_of_work_that_was_rolled_back_never_leaves(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        await hub.InAsync<IServiceProvider, bool>(async services =>
        {
            var mailer = (IMailer)services.GetService(typeof(IMailer))!;
            return await ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).RunAsync(
                async () =>
                {
                    await mailer.SendAsync(MessagesHub.Mail(), TestContext.Current.CancellationToken);
                    return false;
                },
                commit => commit,
                TestContext.Current.CancellationToken);
        });
        Assert.Null(await hub.RunAsync());
        Assert.Empty(hub.Transport.Sent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_id_again_is_the_same_mail(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var id = MailId.New(hub.Clock);
        await hub.QueueAsync(MessagesHub.Mail(id: id));
        await hub.QueueAsync(MessagesHub.Mail(id: id));
        await hub.RunAsync();
        await hub.QueueAsync(MessagesHub.Mail(id: id));
        await hub.RunAsync();
        Assert.Single(hub.Transport.Sent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Two_nodes_that_find_the_same_mail_send_it_once(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        for (var i = 0; i < 10; i++)
        {
            await hub.QueueAsync(MessagesHub.Mail($"person{i}@acme.example"));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.RunAsync()));
        Assert.Equal(10, hub.Transport.Sent.Select(m => m.ToAddress).Distinct().Count());
        Assert.Equal(10, hub.Transport.Sent.Count);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_server_that_is_away_is_tried_again_ever_later_and_the_mail_is_parked_in_the_end(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        hub.Transport.Answer = _ => new MailAnswer.NotNow("421 come back later");
        var id = await hub.QueueAsync(MessagesHub.Mail());
        var waits = new List<TimeSpan>();
        while ((await hub.GetAsync(id)).State == "waiting")
        {
            await hub.RunAsync();
            if ((await hub.GetAsync(id)).NextAttemptAt is { } next)
            {
                waits.Add(next - hub.Clock.GetUtcNow());
                hub.Clock.SetUtcNow(next);
            }
        }

        Assert.Equal(7, waits.Count);
        Assert.Equal(waits.Order(), waits);
        Assert.True(waits.Aggregate(TimeSpan.Zero, (a, b) => a + b) > TimeSpan.FromHours(24), "a night of maintenance is survived");
        Assert.Equal(("parked", "421 come back later"), (await hub.GetAsync(id)) is var mail ? (mail.State, mail.Reason) : default);

        hub.Transport.Answer = _ => new MailAnswer.Accepted();
        await hub.DoAsync(new RetryMail.Command(id));
        await hub.RunAsync();
        Assert.Equal("sent", (await hub.GetAsync(id)).State);
        Assert.Equal("mail.ended", (await hub.SendAsync(new RetryMail.Command(id))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_refusal_for_good_is_not_tried_again_and_holds_nobody_else_up(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        hub.Transport.Answer = mail => mail.ToAddress.StartsWith("gone", StringComparison.Ordinal) ? new MailAnswer.Refused("550 no such mailbox") : new MailAnswer.Accepted();
        var gone = await hub.QueueAsync(MessagesHub.Mail("gone@acme.example"));
        var other = await hub.QueueAsync(MessagesHub.Mail());
        Assert.Equal("Sent 1 mails; 1 failed.", await hub.RunAsync());
        Assert.Equal(("parked", "sent"), ((await hub.GetAsync(gone)).State, (await hub.GetAsync(other)).State));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_mail_that_became_pointless_is_not_sent(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var id = await hub.QueueAsync(MessagesHub.Mail(expiresAt: hub.Clock.GetUtcNow().AddHours(1)));
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.RunAsync();
        Assert.Empty(hub.Transport.Sent);
        Assert.Equal("expired", (await hub.GetAsync(id)).State);
        Assert.Null((await hub.RowAsync(id)).ProtectedFields);
        Assert.Equal("mail.ended", (await hub.SendAsync(new RetryMail.Command(id))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_attempt_that_a_crash_cut_off_is_made_again(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var id = await hub.QueueAsync(MessagesHub.Mail());
        using var stopping = new CancellationTokenSource();
        hub.Transport.Answer = _ =>
        {
            stopping.Cancel();
            throw new OperationCanceledException("the node dies here");
        };
        await Assert.ThrowsAsync<OperationCanceledException>(() => hub.RunAsync(stopping.Token));
        hub.Transport.Answer = _ => new MailAnswer.Accepted();
        Assert.Null(await hub.RunAsync());
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        Assert.Equal(id, Assert.Single(hub.Transport.Sent).Id);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_the_server_took_while_the_hub_stopped_is_not_sent_again(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var id = await hub.QueueAsync(MessagesHub.Mail());
        using var stopping = new CancellationTokenSource();
        hub.Transport.Answer = _ =>
        {
            stopping.Cancel();
            return new MailAnswer.Accepted();
        };
        await hub.RunAsync(stopping.Token);
        Assert.Equal("sent", (await hub.GetAsync(id)).State);
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.RunAsync();
        Assert.Single(hub.Transport.Sent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_mail_that_cannot_be_made_holds_nobody_up_and_is_parked_in_the_end(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var unreadable = await hub.QueueAsync(MessagesHub.Mail("unreadable@acme.example"));
        var broken = await hub.QueueAsync(MessagesHub.Mail("broken@acme.example"));
        var other = await hub.QueueAsync(MessagesHub.Mail());
        await hub.InAsync<MessagesDb, int>(db => db.Mails.Where(m => m.Id == unreadable).ExecuteUpdateAsync(set => set.SetProperty(m => m.ProtectedFields, ""), TestContext.Current.CancellationToken));
        hub.Transport.Answer = mail => mail.Id == broken ? throw new FormatException("no such header") : new MailAnswer.Accepted();
        Assert.Equal("Sent 1 mails; 2 failed.", await hub.RunAsync());
        Assert.Equal("sent", (await hub.GetAsync(other)).State);
        while ((await hub.GetAsync(broken)).NextAttemptAt is { } next)
        {
            hub.Clock.SetUtcNow(next);
            await hub.RunAsync();
        }

        Assert.Equal(("parked", "The hub could not make this mail: no such header"), (await hub.GetAsync(broken)) is var mail ? (mail.State, mail.Reason) : default);
        Assert.Equal(("parked", "The hub could not make this mail: The key is not there."), (await hub.GetAsync(unreadable)) is var read ? (read.State, read.Reason) : default);
    }

    [Fact]
    public async Task A_callers_mistakes_are_told_at_once()
    {
        await using var hub = await MessagesHub.StartAsync(Engine.Sqlite);
        var good = MessagesHub.Mail();
        await Assert.ThrowsAsync<ArgumentException>(() => hub.QueueAsync(good with { Template = "no.such" }));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.QueueAsync(good with { Fields = new Dictionary<string, string>() }));
        foreach (var address in new[] { "", "nobody", "@acme.example", "a@", "a b@acme.example", "a@acme.example\r\nBcc: all@acme.example", "Li <li@acme.example>", new string('a', 250) + "@acme.example" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => hub.QueueAsync(good with { ToAddress = address }));
        }

        Assert.Equal(0, await hub.InAsync<MessagesDb, int>(db => db.Mails.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Ended_mails_are_forgotten_after_a_while_and_waiting_ones_never(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var sent = await hub.QueueAsync(MessagesHub.Mail());
        await hub.RunAsync();
        hub.Clock.Advance(TimeSpan.FromDays(91));
        var waiting = await hub.QueueAsync(MessagesHub.Mail());
        await hub.InAsync<ForgetMails, string?>(job => job.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal("mail.not_found", (await hub.SendAsync(new GetMail.Query(sent))).Error?.Code);
        Assert.Equal("waiting", (await hub.GetAsync(waiting)).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Mails_are_listed_newest_first_by_state_and_address_and_by_cursor(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var ids = new List<MailId>();
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            ids.Insert(0, await hub.QueueAsync(MessagesHub.Mail(i == 2 ? "other@acme.example" : "li.wei@acme.example")));
        }

        var first = await hub.DoAsync(new ListMails.Query(null, 3, null, null, null));
        var second = await hub.DoAsync(new ListMails.Query(MailId.Parse(first.Next!), 3, null, null, null));
        Assert.Equal(ids, first.Items.Concat(second.Items).Select(m => m.Id));
        Assert.Null(second.Next);
        Assert.Equal(1, (await hub.DoAsync(new ListMails.Query(null, 3, "waiting", "other@acme.example", null))).Total);
        Assert.Equal(0, (await hub.DoAsync(new ListMails.Query(null, 3, "sent", null, null))).Total);
        Assert.Equal("mail.unknown_state", (await hub.SendAsync(new ListMails.Query(null, 3, "lost", null, null))).Error?.Code);
    }
}
