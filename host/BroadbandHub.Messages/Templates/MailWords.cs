namespace BroadbandHub.Messages.Templates;

/// <summary>Subject and body of a template in one language, before the fields are filled in.</summary>
internal sealed record MailWords(string Subject, string Body)
{
    public const int MostSubject = 200;
    public const int MostBody = 20_000;
}

internal sealed record RenderedMail(string Subject, string Body);

/// <summary>Words that the operator put in place of those that came with the hub.</summary>
internal sealed class ChangedWords
{
    public required string Template { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    public required string Subject { get; set; }

    public required string Body { get; set; }

    /// <summary>Grows with every change; two people who change the same words find out.</summary>
    public int Revision { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}
