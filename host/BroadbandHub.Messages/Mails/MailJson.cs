using BroadbandHub.Messages.Contracts;

namespace BroadbandHub.Messages.Mails;

internal sealed record MailJson(
    MailId Id, string Template, string ToAddress, string ToName, string Language, string? Subject, string State, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? ExpiresAt, DateTimeOffset? EndedAt, string? Reason)
{
    public static readonly IReadOnlyList<string> States = [.. Enum.GetValues<MailState>().Select(Word)];

    public static MailJson Of(Mail mail) => new(
        mail.Id, mail.Template, mail.ToAddress, mail.ToName, mail.Language, mail.Subject, Word(mail.State), mail.Attempts,
        mail.CreatedAt, mail.State == MailState.Waiting ? mail.NextAttemptAt : null, mail.ExpiresAt, mail.EndedAt, mail.Reason);

    public static string Word(MailState state) => state switch
    {
        MailState.Waiting => "waiting",
        MailState.Sent => "sent",
        MailState.Parked => "parked",
        MailState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static MailState? StateOf(string word) => Enum.GetValues<MailState>().Cast<MailState?>().FirstOrDefault(s => Word(s!.Value) == word);
}
