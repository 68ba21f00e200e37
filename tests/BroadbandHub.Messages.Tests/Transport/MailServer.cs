using System.Diagnostics;
using System.Text.Json;

namespace BroadbandHub.Messages.Tests.Transport;

/// <summary>A real SMTP server on loopback: aiosmtpd, where it is installed.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly Process process;

    private MailServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static async Task<MailServer> StartAsync(string? certificate = null)
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python) && await HasServerAsync(Python), "No SMTP server to talk to: python3-aiosmtpd is not installed.");
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Transport", "mailserver.py"), .. certificate is null ? Array.Empty<string>() : [certificate]])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new MailServer(process, int.Parse(port!, System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<(string From, string[] To, string Raw)> TakenAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var line = JsonSerializer.Deserialize<JsonElement>((await process.StandardOutput.ReadLineAsync(limit.Token))!);
        return (line.GetProperty("from").GetString()!, [.. line.GetProperty("to").EnumerateArray().Select(t => t.GetString()!)], line.GetProperty("raw").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<bool> HasServerAsync(string python)
    {
        using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return probe.ExitCode == 0;
    }
}
