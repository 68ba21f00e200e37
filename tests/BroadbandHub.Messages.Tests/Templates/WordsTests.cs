using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages.Templates;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Messages.Tests.Templates;

public sealed class WordsTests
{
    private const string Key = "test.invitation";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Mails_say_the_operators_own_words_until_they_are_taken_back(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        var changed = await hub.DoAsync(new ChangeWords.Command(Key, "en", new("Hello {{ name }}", "Come in: {{ link }}", 0)));
        Assert.Equal((1, "Wang Fang"), (changed.Revision, changed.ChangedBy));
        await hub.QueueAsync(MessagesHub.Mail());
        await hub.QueueAsync(MessagesHub.Mail(language: "zh"));
        await hub.RunAsync();
        await hub.DoAsync(new ResetWords.Command(Key, "en"));
        await hub.QueueAsync(MessagesHub.Mail());
        await hub.RunAsync();
        Assert.Equal(["Hello Li Wei", "Welcome, Li Wei", "欢迎，Li Wei"], hub.Transport.Sent.Select(m => m.Subject).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_is_erased_is_neither_at_the_words_that_the_person_changed_nor_on_a_mail(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        await hub.DoAsync(new ChangeWords.Command(Key, "en", new("Hello", "Come in.", 0)));
        var theirs = await hub.QueueAsync(MessagesHub.Mail("wang.fang@hub.example"));
        var other = await hub.QueueAsync(MessagesHub.Mail());
        await hub.InAsync<IServiceProvider, bool>(services => ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).RunAsync(
            async () =>
            {
                await ((IForgetPeople)services.GetService(typeof(IForgetPeople))!).ForgetAsync(new(PersonId.New(hub.Clock), "Wang Fang", "wang.fang@hub.example"), TestContext.Current.CancellationToken);
                return true;
            },
            _ => true,
            TestContext.Current.CancellationToken));
        var words = (await hub.DoAsync(new ListTemplates.Query(Key))).Items[0].Words.Single(w => w.Language == "en");
        Assert.Equal(("Hello", "–"), (words.Subject, words.ChangedBy));
        Assert.Equal("mail.not_found", (await hub.SendAsync(new BroadbandHub.Messages.Mails.GetMail.Query(theirs))).Error?.Code);
        Assert.Equal("waiting", (await hub.GetAsync(other)).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_changes_words_that_somebody_else_changed_meanwhile_is_told(Engine engine)
    {
        await using var hub = await MessagesHub.StartAsync(engine);
        await hub.DoAsync(new ChangeWords.Command(Key, "en", new("A", "a", 0)));
        Assert.Equal("template.changed_meanwhile", (await hub.SendAsync(new ChangeWords.Command(Key, "en", new("B", "b", 0)))).Error?.Code);
        var both = await Task.WhenAll(
            hub.SendAsync(new ChangeWords.Command(Key, "en", new("C", "c", 1))), hub.SendAsync(new ChangeWords.Command(Key, "en", new("D", "d", 1))),
            hub.SendAsync(new ChangeWords.Command(Key, "zh", new("C", "c", 0))), hub.SendAsync(new ChangeWords.Command(Key, "zh", new("D", "d", 0))));
        Assert.Equal(2, both.Count(o => o.IsOk));
        Assert.All(both.Where(o => !o.IsOk), o => Assert.Equal("template.changed_meanwhile", o.Error!.Code));
    }

    [Theory]
    [InlineData("Hello {{ nmae }}", "template.unknown_field", "subject")]
    [InlineData("Hello {{ name", "template.not_liquid", "subject")]
    [InlineData("Hello {% if name %}", "template.not_liquid", "subject")]
    [InlineData("{% for i in (1..1000000) %}{{ i }}{% endfor %}", "template.not_liquid", "subject")]
    [InlineData("{% include 'secrets' %}", "template.not_liquid", "subject")]
    [InlineData(" ", "template.no_subject", "subject")]
    public async Task Words_that_cannot_be_filled_in_are_refused(string subject, string code, string field)
    {
        await using var hub = await MessagesHub.StartAsync(Engine.Sqlite);
        var refused = await hub.SendAsync(new ChangeWords.Command(Key, "en", new(subject, "Text", 0)));
        Assert.Equal((code, field), (refused.Error?.Code, refused.Error?.Field));
        Assert.Equal(0, (await hub.DoAsync(new ListTemplates.Query(Key))).Items[0].Words[0].Revision);
    }

    [Theory]
    [InlineData("{{ name | date: '%' }}")]
    [InlineData("{{ '2026-01-01' | date: 'QQ%Z\\' }}")]
    [InlineData("{{ name | divided_by: 0 }}")]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ 1 | modulo: 0 }}")]
    [InlineData("{{ 9223372036854775807 | plus: 1 | times: 99999999999999999999999 }}")]
    [InlineData("{{ name | slice: -99, 99 }}")]
    [InlineData("{{ name | slice: 99999999999 }}")]
    [InlineData("{{ name | truncate: -5 }}")]
    [InlineData("{{ name | truncatewords: -5 }}")]
    [InlineData("{{ name | split: '' | join: nil }}")]
    [InlineData("{{ name | replace: '[', 'x' }}")]
    [InlineData("{{ name | remove: '(' }}")]
    [InlineData("{{ name | round: 'a' }}")]
    [InlineData("{{ 1.5 | round: 99 }}")]
    [InlineData("{{ name | no_such_filter }}")]
    [InlineData("{{ name | sort: 'x' | map: 'y' | first | last | uniq | compact }}")]
    [InlineData("{{ 'now' | date: '%Y' | plus: name }}")]
    [InlineData("{% for i in (name..link) %}{{ i }}{% endfor %}")]
    [InlineData("{% for i in (1..3) limit:-1 offset:-1 %}{{ i }}{% endfor %}")]
    [InlineData("{% tablerow i in name cols:0 %}{{ i }}{% endtablerow %}")]
    [InlineData("{% cycle %}")]
    [InlineData("{% case %}{% when %}{% endcase %}")]
    [InlineData("{% assign %}")]
    [InlineData("{% capture %}{% endcapture %}")]
    [InlineData("{% if name == %}{% endif %}")]
    [InlineData("{% extends 'x' %}")]
    [InlineData("{% block %}{% endblock %}")]
    [InlineData("{% increment %}{% decrement %}")]
    [InlineData("{{ name[0][99999999999] }}")]
    [InlineData("{{ name.size.x.y | default }}")]
    [InlineData("{{ name | url_decode | h | escape_once | strip_html | money | currency: 'xx' }}")]
    [InlineData("{{ '%zz' | url_decode }}{{ name | strftime }}")]
    public void Whatever_somebody_writes_is_filled_in_or_refused(string words)
    {
        var outcome = MailRenderer.Render(new MailWords("Subject", words), MailRenderer.Samples(MessagesHub.Invitation));
        Assert.True(outcome.IsOk || outcome.Error.Code is "template.not_liquid" or "template.unknown_field", outcome.Error?.Code);
    }

    [Fact]
    public void Words_that_go_deep_are_filled_in_or_refused()
    {
        const string open = "{%if 1%}", close = "{%endif%}";
        var deep = MailWords.MostBody / (open.Length + close.Length);
        foreach (var words in new[] { string.Concat(Enumerable.Repeat(open, deep)) + string.Concat(Enumerable.Repeat(close, deep)), string.Concat(Enumerable.Repeat(open, MailWords.MostBody / open.Length)) })
        {
            var outcome = MailRenderer.Render(new MailWords("Subject", words), MailRenderer.Samples(MessagesHub.Invitation));
            Assert.True(outcome.IsOk || outcome.Error.Code == "template.not_liquid", outcome.Error?.Code);
        }
    }

    [Fact]
    public async Task Unknown_templates_and_languages_are_refused()
    {
        await using var hub = await MessagesHub.StartAsync(Engine.Sqlite);
        Assert.Equal("template.not_found", (await hub.SendAsync(new ChangeWords.Command("no.such", "en", new("A", "a", 0)))).Error?.Code);
        Assert.Equal("template.unknown_language", (await hub.SendAsync(new ChangeWords.Command(Key, "fr", new("A", "a", 0)))).Error?.Code);
        Assert.Equal("template.not_found", (await hub.SendAsync(new ListTemplates.Query("no.such"))).Error?.Code);
    }

    [Fact]
    public void A_value_is_never_read_as_a_template_and_never_begins_another_header()
    {
        var fields = new Dictionary<string, string> { ["name"] = "{{ link }}\r\nBcc: everybody@acme.example", ["link"] = "https://secret" };
        var mail = MailRenderer.Render(new MailWords("For {{ name }}", "Dear {{ name }}"), fields).Value;
        Assert.Equal("For {{ link }} Bcc: everybody@acme.example", mail.Subject);
        Assert.DoesNotContain("secret", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_template_of_the_hub_can_be_filled_in_both_languages()
    {
        Assert.All(
            [BroadbandHub.Messages.Mails.SendTestMail.Template, MessagesHub.Invitation],
            template => Assert.All(MailTemplates.Languages, language => Assert.Null(MailRenderer.Check(MailTemplates.Original(template, language), template))));
    }
}
