using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Messages;

/// <summary>What this module's changes are called in the logs. To whom a mail goes is with the mail, not here.</summary>
internal static class MessagesChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("messages.mail.retried", Business, new("Had a mail sent again ({template})", "重新发送邮件（{template}）")),
            new("messages.mail.test_sent", Administration, new("Sent a test mail", "发送测试邮件")),
            new("messages.template.changed", Administration, new("Changed the words of the mail {subject} ({language})", "修改邮件模板 {subject}（{language}）")),
            new("messages.template.reset", Administration, new("Put the words of the mail {subject} ({language}) back", "恢复邮件模板 {subject}（{language}）的默认内容")),
        ],
        [new("mail", new("Mail", "邮件"), "/console/mails/{id}"), new("template", new("Mail template", "邮件模板"), null)],
        [new("template", new("Template", "模板")), new("language", new("Language", "语言")), new("mail_subject", new("Subject line", "主题")), new("mail_text", new("Text", "正文"))]);
}
