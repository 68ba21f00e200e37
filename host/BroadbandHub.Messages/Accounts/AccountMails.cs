using System.Globalization;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Mails;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Messages.Accounts;

/// <summary>The mails that Identity asks for.</summary>
internal sealed class AccountMails(IMailer mailer, IConfiguration configuration) : IAccountMails
{
    private static readonly MailField Name = new("name", new("Who reads it", "收件人姓名"), "Li Wei");
    private static readonly MailField Organisation = new("organisation", new("Whose account it is", "账号所属单位"), "Acme Trading Co., Ltd.");
    private static readonly MailField Link = new("link", new("Where the password is chosen; on a line of its own it becomes a button", "设置密码的链接，单独成行时显示为按钮"), "https://hub.example/set-password");
    private static readonly MailField Company = new("company", new("The company that applied", "申请单位"), "Diskworks Ltd.");
    private static readonly MailField Reason = new("reason", new("Why not, in the words of who decided", "未通过的原因"), "Please send a copy of your licence.");
    private static readonly MailField Until = new("until", new("When the link stops working", "链接失效时间"), "2026-12-31 18:00");

    public static readonly MailTemplate Invitation = new(
        "identity.invitation",
        new("Invitation", "账号邀请"),
        [Name, Organisation, Link, Until],
        new("Your account at {{ organisation }}", "您在{{ organisation }}的账号已开通"),
        new(
            """
            Hello {{ name }},

            an account has been opened for you at {{ organisation }}. Choose your password here:

            {{ link }}

            The link works once, until {{ until }}. Whoever opens it chooses the password, so do not pass it on. If you did not expect this mail, leave it alone.
            """,
            """
            {{ name }}，您好：

            {{ organisation }}已为您开通账号。请点击下方链接设置密码：

            {{ link }}

            链接仅可使用一次，{{ until }} 前有效。打开链接者即可设置密码，请勿转发。如非您本人的账号，请忽略本邮件。
            """));

    public static readonly MailTemplate PasswordReset = new(
        "identity.password-reset",
        new("New password", "重置密码"),
        [Name, Organisation, Link, Until],
        new("Choose a new password", "重置您的密码"),
        new(
            """
            Hello {{ name }},

            somebody, probably you, asked for a new password for your account at {{ organisation }}. Choose it here:

            {{ link }}

            The link works once, until {{ until }}. If it was not you, leave this mail alone: your password stays as it is.
            """,
            """
            {{ name }}，您好：

            有人（可能是您本人）申请重置您在{{ organisation }}的账号密码。请点击下方链接设置新密码：

            {{ link }}

            链接仅可使用一次，{{ until }} 前有效。如非本人操作，请忽略本邮件，您的密码不会改变。
            """));

    public static readonly MailTemplate PartnerRefused = new(
        "identity.partner-refused",
        new("Answer to a partner's application", "合作伙伴申请结果"),
        [Name, Company, Reason],
        new("Your application as a partner", "您的合作伙伴申请结果"),
        new(
            """
            Hello {{ name }},

            thank you for wanting to work with us. We have looked at the application of {{ company }} and cannot admit it now:

            {{ reason }}

            When this has changed, answer this mail or apply again.
            """,
            """
            {{ name }}，您好：

            感谢您的合作意向。我们已审核{{ company }}的申请，暂时无法准入，原因如下：

            {{ reason }}

            情况变化后，欢迎回复本邮件或重新申请。
            """));

    public async Task<HubError?> RefuseAsync(PartnerRefusal mail, CancellationToken cancellationToken)
    {
        if (!Addresses.IsOne(mail.ToAddress))
        {
            return HubError.Invalid("person.email_wrong", "No mail can be sent to this address.", "email");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { [Name.Name] = mail.ToName, [Company.Name] = mail.Partner, [Reason.Name] = mail.Reason };
        await mailer.SendAsync(new(PartnerRefused.Key, mail.ToAddress, mail.ToName, mail.Language, fields), cancellationToken);
        return null;
    }

    public async Task<HubError?> SendAsync(AccountMail mail, CancellationToken cancellationToken)
    {
        if (!Addresses.IsOne(mail.ToAddress))
        {
            return HubError.Invalid("person.email_wrong", "No mail can be sent to this address.", "email");
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Hub:TimeZone"] ?? "Asia/Shanghai");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Name.Name] = mail.ToName,
            [Organisation.Name] = mail.Organisation,
            [Link.Name] = mail.Link,
            [Until.Name] = TimeZoneInfo.ConvertTime(mail.ExpiresAt, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        };
        var template = mail.Kind == AccountMailKind.Invitation ? Invitation : PasswordReset;
        await mailer.SendAsync(new(template.Key, mail.ToAddress, mail.ToName, mail.Language, fields, mail.ExpiresAt), cancellationToken);
        return null;
    }
}
