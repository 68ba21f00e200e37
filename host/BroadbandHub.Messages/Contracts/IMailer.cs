using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;

namespace BroadbandHub.Messages.Contracts;

/// <summary>Sends mail. Scoped.</summary>
public interface IMailer
{
    /// <summary>
    /// Stores the mail in the caller's unit of work; it leaves after the commit, at least once, always with the same Message-ID. The same id again is the same mail: nothing is added.
    /// </summary>
    /// <exception cref="ArgumentException">The template is not registered, a field is missing, or the address is none. These are the caller's mistakes.</exception>
    Task<MailId> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

/// <param name="Template">Key of a registered <see cref="MailTemplate"/>.</param>
/// <param name="ToAddress">One address, without a name.</param>
/// <param name="Language"><c>en</c> or <c>zh</c>, the reader's.</param>
/// <param name="Fields">A value for every field of the template. They are encrypted while they wait and erased when the mail has left: they may hold links that are as good as a password.</param>
/// <param name="ExpiresAt">After it the mail is pointless and no longer sent (its link has expired, say).</param>
/// <param name="Id">Made by the caller when a repeated call must not send twice.</param>
public sealed record OutgoingMail(
    string Template, string ToAddress, string ToName, string Language, IReadOnlyDictionary<string, string> Fields, DateTimeOffset? ExpiresAt = null, MailId? Id = null);

/// <summary>A mail. Text form <c>mail_…</c>.</summary>
public readonly record struct MailId(Guid Value) : IHubId<MailId>
{
    public static string Prefix => "mail";

    public static MailId From(Guid value) => new(value);

    public static MailId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static MailId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MailId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
