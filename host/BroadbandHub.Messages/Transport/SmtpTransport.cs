using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BroadbandHub.Messages.Transport;

/// <summary>Hands mails to a mail server (RFC 5321).</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options, TimeProvider clock) : IMailTransport
{
    public string Destination => $"{options.Value.Smtp.Host}:{options.Value.Smtp.Port}";

    public IMailSession Open() => new Session(options.Value, clock);

    private sealed class Session(MailOptions options, TimeProvider clock) : IMailSession
    {
        private static readonly TimeSpan MostPerMail = TimeSpan.FromSeconds(60);

        private readonly SmtpClient client = new() { Timeout = 30_000 };
        private string? unreachable;

        public async Task<MailAnswer> SendAsync(ReadyMail mail, CancellationToken cancellationToken)
        {
            if (unreachable is not null)
            {
                // The rest of this round would only wait for the same time-out.
                return new MailAnswer.NotNow(unreachable);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(MostPerMail);
            try
            {
                await ConnectAsync(limit.Token);
            }
            catch (Exception e) when (Expected(e) && !cancellationToken.IsCancellationRequested)
            {
                unreachable = $"The mail server {options.Smtp.Host}:{options.Smtp.Port} could not be used: {e.Message}";
                return new MailAnswer.NotNow(unreachable);
            }

            try
            {
                await client.SendAsync(MailMessages.Compose(mail, MailboxAddress.Parse(options.From), clock.GetUtcNow()), limit.Token);
                return new MailAnswer.Accepted();
            }
            catch (SmtpCommandException e)
            {
                var reason = $"{(int)e.StatusCode} {e.Message}";
                return (int)e.StatusCode >= 500 ? new MailAnswer.Refused(reason) : new MailAnswer.NotNow(reason);
            }
            catch (Exception e) when (Expected(e) && !cancellationToken.IsCancellationRequested)
            {
                return new MailAnswer.NotNow(e.Message);
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (client.IsConnected)
                {
                    await client.DisconnectAsync(quit: true);
                }
            }
            catch (Exception e) when (Expected(e))
            {
                // It was about to go anyway.
            }

            client.Dispose();
        }

        private async Task ConnectAsync(CancellationToken cancellationToken)
        {
            if (client.IsConnected)
            {
                return;
            }

            var security = options.Smtp.Security switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            };
            await client.ConnectAsync(options.Smtp.Host!, options.Smtp.Port, security, cancellationToken);
            if (options.Smtp.UserName is { } user)
            {
                await client.AuthenticateAsync(user, options.Smtp.Password ?? "", cancellationToken);
            }
        }

        private static bool Expected(Exception e) => e is CommandException or ProtocolException or SocketException or IOException
            or System.Security.Authentication.AuthenticationException or MailKit.Security.AuthenticationException or SslHandshakeException or NotSupportedException
            or TimeoutException or OperationCanceledException or ServiceNotConnectedException;
    }
}
