using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Text;

namespace BroadbandHub.Messages.Transport;

/// <summary>Makes the message (RFC 5322): plain text, and the same words as HTML.</summary>
internal static partial class MailMessages
{
    public static MimeMessage Compose(ReadyMail mail, MailboxAddress from, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Date = now,
            Subject = mail.Subject,
            // The same at every attempt, so that a mailbox that got it twice shows it once.
            MessageId = $"{mail.Id}@{from.Domain}",
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = mail.Body },
                new TextPart(TextFormat.Html) { Text = Html(mail) },
            },
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(mail.ToName, mail.ToAddress));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's holiday answer
        message.Headers.Add(HeaderId.ContentLanguage, mail.Language == "zh" ? "zh-CN" : "en");
        return message;
    }

    private static string Html(ReadyMail mail)
    {
        var html = new StringBuilder($"""
            <!doctype html><html lang="{(mail.Language == "zh" ? "zh-CN" : "en")}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(mail.Subject)}</title></head>
            <body style="margin:0;padding:24px;background:#f5f6f8;font:16px/1.5 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1c2430">
            <div style="max-width:560px;margin:0 auto;padding:32px;background:#fff;border-radius:8px">
            """);
        foreach (var paragraph in mail.Body.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            html.Append(OnlyAnAddress().IsMatch(paragraph) ? Button(paragraph) : $"<p>{Links(paragraph)}</p>");
        }

        return html.Append("</div></body></html>").ToString();
    }

    private static string Button(string address)
    {
        var safe = WebUtility.HtmlEncode(address);
        return $"""<p><a href="{safe}" style="display:inline-block;padding:10px 20px;background:#1a5fd0;color:#fff;border-radius:6px;word-break:break-all">{safe}</a></p>""";
    }

    private static string Links(string paragraph) =>
        Address().Replace(WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal), """<a href="$0">$0</a>""");

    [GeneratedRegex(@"^https?://[^\s<>""]+$", RegexOptions.NonBacktracking)]
    private static partial Regex OnlyAnAddress();

    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>"".,;:!?)。，；：！？）]", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
