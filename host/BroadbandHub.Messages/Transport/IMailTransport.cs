using BroadbandHub.Messages.Contracts;

namespace BroadbandHub.Messages.Transport;

/// <summary>Hands mails on: to a mail server, or to a folder.</summary>
internal interface IMailTransport
{
    /// <summary>Where mails go, for people: a server's name, a folder.</summary>
    string Destination { get; }

    /// <summary>Nothing is connected before the first mail.</summary>
    IMailSession Open();
}

/// <summary>Several mails one after the other, over one connection.</summary>
internal interface IMailSession : IAsyncDisposable
{
    /// <summary>Does not throw but for cancellation.</summary>
    Task<MailAnswer> SendAsync(ReadyMail mail, CancellationToken cancellationToken);
}

internal sealed record ReadyMail(MailId Id, string ToAddress, string ToName, string Language, string Subject, string Body);

internal abstract record MailAnswer
{
    /// <summary>The server has taken it over.</summary>
    internal sealed record Accepted : MailAnswer;

    /// <summary>Said for good: no such mailbox, message refused (RFC 5321, 5yz).</summary>
    internal sealed record Refused(string Reason) : MailAnswer;

    /// <summary>Try again later: no connection, or a 4yz answer.</summary>
    internal sealed record NotNow(string Reason) : MailAnswer;
}
