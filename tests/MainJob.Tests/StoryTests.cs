using System.Diagnostics;
using System.Security.Cryptography;

namespace MainJob.Tests;

/// <summary>The main job as people run it: the script, the programs, their public interfaces.</summary>
public sealed class StoryTests
{
    private const string FocusSampleDigest = "e91e5ac7edf01ed2c9d926f37ef7dc1ae2aae97956fea8da6c9ee488b1c2839e";

    [Fact]
    public async Task The_main_job_with_the_network_disk_has_every_figure_right()
    {
        var (code, output) = await PlayAsync();
        Assert.True(code == 0, output);
        Assert.Contains("ok   CNY to pay: 35.47", output);
        Assert.Contains("ok   GB·h in the consumption record: 14.432098", output);
    }

    [Fact]
    public async Task The_main_job_with_a_usage_file_has_every_figure_right()
    {
        var (code, output) = await PlayAsync("--usage", Path.Combine(Root, "samples", "usage.csv"));
        Assert.True(code == 0, output);
        Assert.Contains("ok   accepted: 139", output);
        Assert.Contains("ok   rejected, because negative: 2", output);
        Assert.Contains("ok   meters with usage: 47", output);
        Assert.Contains("ok   exact sum: 154.042528404447595065299", output);
        Assert.Contains("ok   USD to pay: 154.05", output);
    }

    /// <summary>
    /// HUB_TEST_USAGE_FILE names a usage file of a real cloud in the FOCUS 1.0 format; the program computes its figures from the file. Those of the specification's
    /// own sample are known: computed once by other means, they stand here, so that the program and the hub cannot be wrong together.
    /// </summary>
    [Fact]
    public async Task The_main_job_with_a_real_usage_file_has_every_figure_right()
    {
        var file = Environment.GetEnvironmentVariable("HUB_TEST_USAGE_FILE");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "HUB_TEST_USAGE_FILE is not set; samples/usage.csv is the smaller case.");
        var (code, output) = await PlayAsync("--usage", file!);
        Assert.True(code == 0, output);
        if (Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file!, TestContext.Current.CancellationToken))) == FocusSampleDigest)
        {
            Assert.Contains("ok   accepted: 985", output);
            Assert.Contains("ok   rejected, because negative: 12", output);
            Assert.Contains("ok   meters with usage: 262", output);
            Assert.Contains("ok   exact sum: 23.166265646542028", output);
            Assert.Contains("ok   USD to pay: 23.16\n", output);
        }
    }

    [Theory]
    [InlineData("--usage")]
    [InlineData("--nonsense", "x")]
    public async Task A_wrong_command_line_is_told_how_it_is_used(params string[] arguments)
    {
        var (code, output) = await PlayAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains("--usage FILE", output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_the_story_with_a_sentence()
    {
        var (code, output) = await PlayAsync("--usage", "/nowhere/usage.csv");
        Assert.Equal(1, code);
        Assert.Contains("There is no file /nowhere/usage.csv", output);
    }

    private static string Root { get; } = FindRoot();

    private static async Task<(int Code, string Output)> PlayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Root, "samples", "main-job.sh"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["MAIN_JOB_BUILD"] = "no";
        start.Environment["MAIN_JOB_CONFIGURATION"] = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BroadbandHub.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("BroadbandHub.sln was not found above the tests.");
        }

        return folder;
    }
}
