using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BroadbandHub.Messages.Transport;

/// <summary>Lays mails down as .eml files that any mail program opens: for trying the hub without a mail server.</summary>
internal sealed partial class FolderTransport(string folder, IOptions<MailOptions> options, TimeProvider clock, ILogger<FolderTransport> log) : IMailTransport, IMailSession
{
    public string Destination => folder;

    public IMailSession Open() => this;

    public async Task<MailAnswer> SendAsync(ReadyMail mail, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, mail.Id + ".eml");
            await MailMessages.Compose(mail, MailboxAddress.Parse(options.Value.From), clock.GetUtcNow()).WriteToAsync(path, cancellationToken);
            LogMail(log, mail.Subject, mail.ToAddress, path);
            return new MailAnswer.Accepted();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MailAnswer.NotNow(e.Message);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail \"{Subject}\" to {To} lies in {Path}")]
    private static partial void LogMail(ILogger log, string subject, string to, string path);
}

/// <summary>Outside Development, without a mail server: mails wait and say why.</summary>
internal sealed class NoTransport : IMailTransport, IMailSession
{
    public string Destination => "";

    public IMailSession Open() => this;

    public Task<MailAnswer> SendAsync(ReadyMail mail, CancellationToken cancellationToken) =>
        Task.FromResult<MailAnswer>(new MailAnswer.NotNow("This hub has no mail server: set Messages:Smtp:Host."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
