using System.Diagnostics;

namespace BroadbandHub.Billing.Tests.Journal;

/// <summary>The real tools. A test that needs one is skipped where it is not installed.</summary>
internal static class BookkeepingTool
{
    public static Task<(int ExitCode, string Output)> CheckAsync(string tool, string journal, CancellationToken cancellationToken) => tool == "hledger"
        ? RunAsync(tool, journal, file => ["-f", file, "check", "--strict"], cancellationToken)
        : RunAsync(tool, journal, file => [file], cancellationToken);

    /// <summary>Balances as hledger sees them: account → amount in major units with currency, such as <c>23.16 CNY</c>.</summary>
    public static async Task<Dictionary<string, string>> BalancesAsync(string journal, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync("hledger", journal, file => ["-f", file, "balance", "--flat", "--no-total", "--empty", "-O", "csv"], cancellationToken);
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Trim().Trim('"').Split("\",\"")).ToDictionary(cells => cells[0], cells => cells[1]);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string tool, string journal, Func<string, string[]> arguments, CancellationToken cancellationToken)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, tool)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{tool} is not installed (Debian: {(tool == "hledger" ? "hledger" : "beancount")}).");
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + (tool == "hledger" ? ".journal" : ".beancount"));
        await File.WriteAllTextAsync(file, journal, cancellationToken);
        try
        {
            var start = new ProcessStartInfo(path!, arguments(file)) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["LC_ALL"] = "C.UTF-8";
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
