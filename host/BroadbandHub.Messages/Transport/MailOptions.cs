using System.ComponentModel.DataAnnotations;

namespace BroadbandHub.Messages.Transport;

/// <summary>Settings <c>Messages:…</c>.</summary>
internal sealed class MailOptions : IValidatableObject
{
    /// <summary>The sender, with or without a name.</summary>
    public string From { get; set; } = "BroadbandHub <no-reply@hub.example>";

    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Where mails are laid down as files when there is no mail server. Only in Development there is a default: <c>mail</c> in the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>How long it is known that a mail was sent.</summary>
    public int KeepDays { get; set; } = 90;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!MimeKit.MailboxAddress.TryParse(From, out var from) || string.IsNullOrEmpty(from.Domain))
        {
            yield return new ValidationResult("Messages:From is not a mail address, such as: BroadbandHub <no-reply@example.com>.");
        }

        if (Smtp.Port is < 1 or > 65535)
        {
            yield return new ValidationResult("Messages:Smtp:Port is 1 to 65535.");
        }

        if (KeepDays is < 1 or > 3650)
        {
            yield return new ValidationResult("Messages:KeepDays is 1 to 3650.");
        }

        if (Smtp.UserName is not null && Smtp.Security == SmtpSecurity.None)
        {
            yield return new ValidationResult("Messages:Smtp:UserName is set, but Messages:Smtp:Security is None: the password would travel in clear.");
        }
    }
}

internal sealed class SmtpOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    public string? UserName { get; set; }

    public string? Password { get; set; }
}

internal enum SmtpSecurity
{
    /// <summary>In clear, for a relay on the same machine.</summary>
    None,

    /// <summary>Begins in clear and must change to TLS (port 587).</summary>
    StartTls,

    /// <summary>TLS from the start (port 465).</summary>
    Tls,
}
