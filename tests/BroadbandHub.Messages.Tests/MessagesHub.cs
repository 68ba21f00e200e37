using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Mails;
using BroadbandHub.Messages.Transport;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Messages.Tests;

/// <summary>The module on a database of its own, with the modules below it and the mail server played.</summary>
internal sealed class MessagesHub : IAsyncDisposable
{
    public static readonly MailTemplate Invitation = new(
        "test.invitation", new("Invitation", "邀请"),
        [new("name", new("Name", "姓名"), "Li Wei"), new("link", new("Link", "链接"), "https://hub.example/invitation/abc")],
        new("Welcome, {{ name }}", "欢迎，{{ name }}"),
        new("Dear {{ name }},\n\nyour account is ready:\n\n{{ link }}", "{{ name }}，您好：\n\n您的账号已开通：\n\n{{ link }}"));

    private readonly TestDatabase database;

    private MessagesHub(TestDatabase database, ServiceProvider services, FakeTimeProvider clock, FakeTransport transport) =>
        (this.database, Services, Clock, Transport) = (database, services, clock, transport);

    public ServiceProvider Services { get; }

    public FakeTimeProvider Clock { get; }

    public FakeTransport Transport { get; }

    public static async Task<MessagesHub> StartAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        var transport = new FakeTransport();
        var services = await database.CreateServicesAsync(
            (s, configuration) =>
            {
                s.AddMessages(configuration);
                s.AddSingleton(Invitation);
                s.AddSingleton<IMailTransport>(transport);
                s.AddSingleton<ISecretProtector, Mirror>();
                s.AddSingleton<ICurrentUser, Clerk>();
            },
            clock);
        return new MessagesHub(database, services, clock, transport);
    }

    public static OutgoingMail Mail(string to = "li.wei@acme.example", string language = "en", MailId? id = null, DateTimeOffset? expiresAt = null) => new(
        Invitation.Key, to, "Li Wei", language,
        new Dictionary<string, string> { ["name"] = "Li Wei", ["link"] = "https://hub.example/invitation/secret" }, expiresAt, id);

    public Task<MailId> QueueAsync(OutgoingMail mail) => InAsync<IMailer, MailId>(m => m.SendAsync(mail, TestContext.Current.CancellationToken));

    public async Task<TResult> InAsync<TService, TResult>(Func<TService, Task<TResult>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => InAsync<IMediator, Outcome<T>>(m => m.Send(request, TestContext.Current.CancellationToken));

    public async Task<T> DoAsync<T>(IRequest<Outcome<T>> request)
    {
        var outcome = await SendAsync(request);
        Assert.True(outcome.IsOk, outcome.Error?.Message);
        return outcome.Value;
    }

    /// <summary>One run of the job, as the runner would do it.</summary>
    public Task<string?> RunAsync(CancellationToken? stopping = null) => InAsync<SendMailsJob, string?>(job => job.RunAsync(stopping ?? TestContext.Current.CancellationToken));

    public Task<MailJson> GetAsync(MailId id) => DoAsync(new GetMail.Query(id));

    public Task<Mail> RowAsync(MailId id) => InAsync<MessagesDb, Mail>(db => db.Mails.AsNoTracking().SingleAsync(m => m.Id == id, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed class Mirror : ISecretProtector
    {
        public string Protect(string secret) => new([.. secret.Reverse()]);

        public string Unprotect(string protectedText) => protectedText.Length == 0 ? throw new System.Security.Cryptography.CryptographicException("The key is not there.") : new([.. protectedText.Reverse()]);
    }

    private sealed class Clerk : ICurrentUser
    {
        public PersonId? PersonId => null;

        public string? ClientId => null;

        public string Name => "Wang Fang";

        public Audience Audience => Audience.Operator;

        public EnterpriseId? EnterpriseId => null;

        public PartnerId? PartnerId => null;

        public string? ApplicationKey => null;

        public bool Can(string permission) => true;
    }
}

/// <summary>A mail server that answers as it is told.</summary>
internal sealed class FakeTransport : IMailTransport, IMailSession
{
    private readonly Lock door = new();

    public List<ReadyMail> Sent { get; } = [];

    public Func<ReadyMail, MailAnswer> Answer { get; set; } = _ => new MailAnswer.Accepted();

    public string Destination => "mail.example:25";

    public IMailSession Open() => this;

    public Task<MailAnswer> SendAsync(ReadyMail mail, CancellationToken cancellationToken)
    {
        var answer = Answer(mail);
        if (answer is MailAnswer.Accepted)
        {
            lock (door)
            {
                Sent.Add(mail);
            }
        }

        return Task.FromResult(answer);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
