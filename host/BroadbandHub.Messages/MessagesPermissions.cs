using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Messages;

internal static class MessagesPermissions
{
    public const string Read = "messages.mails.read";
    public const string Send = "messages.mails.send";
    public const string WriteTemplates = "messages.templates.write";

    public static IEnumerable<PermissionDefinition> All =>
    [
        new(Read, new LocalText("See sent and waiting mail", "查看已发送和待发送的邮件"), Audience.Operator),
        new(Send, new LocalText("Send test mail and try failed mail again", "发送测试邮件、重新发送失败的邮件"), Audience.Operator),
        new(WriteTemplates, new LocalText("Change the words of mails", "修改邮件模板"), Audience.Operator),
    ];
}
