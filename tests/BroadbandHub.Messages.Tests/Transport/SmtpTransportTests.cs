using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Transport;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BroadbandHub.Messages.Tests.Transport;

public sealed class SmtpTransportTests
{
    [Fact]
    public async Task A_mail_server_takes_a_mail_that_any_mail_program_can_read()
    {
        await using var server = await MailServer.StartAsync();
        await using var session = Open(server.Port);
        var mail = Mail("li.wei@acme.example");
        Assert.IsType<MailAnswer.Accepted>(await session.SendAsync(mail, TestContext.Current.CancellationToken));

        var (from, to, raw) = await server.TakenAsync();
        Assert.Equal("no-reply@hub.example", from);
        Assert.Equal(["li.wei@acme.example"], to);
        var read = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(raw)), TestContext.Current.CancellationToken);
        Assert.Equal("欢迎，李伟", read.Subject);
        Assert.Equal($"{mail.Id}@hub.example", read.MessageId);
        Assert.Equal("李伟", read.To.Mailboxes.Single().Name);
        Assert.Equal(mail.Body, read.TextBody!.ReplaceLineEndings("\n").Trim());
        Assert.Contains("<a href=\"https://hub.example/invitation/1?a=1&amp;b=2\"", read.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", read.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", read.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", read.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task Answers_for_good_and_answers_for_now_are_told_apart_and_the_next_mail_leaves_all_the_same()
    {
        await using var server = await MailServer.StartAsync();
        await using var session = Open(server.Port);
        var gone = Assert.IsType<MailAnswer.Refused>(await session.SendAsync(Mail("gone@acme.example"), TestContext.Current.CancellationToken));
        Assert.StartsWith("550 ", gone.Reason, StringComparison.Ordinal);
        var busy = Assert.IsType<MailAnswer.NotNow>(await session.SendAsync(Mail("busy@acme.example"), TestContext.Current.CancellationToken));
        Assert.StartsWith("451 ", busy.Reason, StringComparison.Ordinal);
        Assert.IsType<MailAnswer.Accepted>(await session.SendAsync(Mail("li.wei@acme.example"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_is_away_is_named_and_not_asked_again_in_the_same_round()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await using var session = Open(port);
        var first = Assert.IsType<MailAnswer.NotNow>(await session.SendAsync(Mail("a@acme.example"), TestContext.Current.CancellationToken));
        Assert.Contains($"127.0.0.1:{port}", first.Reason, StringComparison.Ordinal);
        Assert.Equal(first, await session.SendAsync(Mail("b@acme.example"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_without_TLS_gets_no_mail_when_TLS_is_asked_for()
    {
        await using var server = await MailServer.StartAsync();
        await using var session = Open(server.Port, SmtpSecurity.StartTls);
        Assert.IsType<MailAnswer.NotNow>(await session.SendAsync(Mail("a@acme.example"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_with_a_certificate_that_nobody_vouches_for_gets_no_mail()
    {
        var pem = Path.Combine(Directory.CreateTempSubdirectory("hub-mail-").FullName, "server.pem");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
            await File.WriteAllTextAsync(pem, own.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        }

        await using var server = await MailServer.StartAsync(pem);
        await using var session = Open(server.Port, SmtpSecurity.StartTls);
        var answer = Assert.IsType<MailAnswer.NotNow>(await session.SendAsync(Mail("a@acme.example"), TestContext.Current.CancellationToken));
        Assert.Contains("certificate", answer.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_server_mails_lie_in_a_folder()
    {
        var folder = Directory.CreateTempSubdirectory("hub-mail-").FullName;
        var options = Options.Create(new MailOptions());
        await using var session = new FolderTransport(folder, options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<FolderTransport>.Instance).Open();
        var mail = Mail("li.wei@acme.example");
        Assert.IsType<MailAnswer.Accepted>(await session.SendAsync(mail, TestContext.Current.CancellationToken));
        var read = await MimeMessage.LoadAsync(Path.Combine(folder, mail.Id + ".eml"), TestContext.Current.CancellationToken);
        Assert.Equal("欢迎，李伟", read.Subject);
    }

    [Theory]
    [InlineData("nobody", 587, "StartTls", null)]
    [InlineData("a@b.example", 0, "StartTls", null)]
    [InlineData("a@b.example", 25, "None", "user")]
    public void Settings_that_cannot_work_are_refused_at_the_start(string from, int port, string security, string? user)
    {
        var options = new MailOptions { From = from, Smtp = { Port = port, Security = Enum.Parse<SmtpSecurity>(security), UserName = user } };
        Assert.NotEmpty(options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)));
    }

    private static IMailSession Open(int port, SmtpSecurity security = SmtpSecurity.None) =>
        new SmtpTransport(Options.Create(new MailOptions { Smtp = { Host = "127.0.0.1", Port = port, Security = security } }), TimeProvider.System).Open();

    private static ReadyMail Mail(string to) => new(
        MailId.New(TimeProvider.System), to, "李伟", "zh", "欢迎，李伟", "李伟，您好：<script>alert(1)</script>\n\nhttps://hub.example/invitation/1?a=1&b=2\n\n谢谢");
}
