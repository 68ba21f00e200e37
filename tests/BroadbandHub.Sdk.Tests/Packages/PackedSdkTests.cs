using System.Diagnostics;
using System.IO.Compression;

namespace BroadbandHub.Sdk.Tests.Packages;

/// <summary>What a stranger gets: the packages, and a plugin built against them and nothing else of this repository.</summary>
public sealed class PackedSdkTests
{
    private static readonly string[] Projects = ["Sdk", "Sdk.Web", "Sdk.Data", "Sdk.Testing"];

    [Fact]
    public async Task The_sample_builds_against_the_packed_sdk_and_brings_no_dll_of_it_along()
    {
        var root = Repository();
        var work = Directory.CreateTempSubdirectory("hub-packed-").FullName;
        try
        {
            // A version of its own, so that no cache can answer with yesterday's package.
            var version = $"0.1.0-test.{Environment.ProcessId}.{Stopwatch.GetTimestamp()}";
            var packages = Path.Combine(work, "packages");
            foreach (var project in Projects)
            {
                await DotNetAsync(root, "pack", $"sdk/BroadbandHub.{project}", "-o", packages, $"-p:PackageVersion={version}", $"-p:ArtifactsPath={work}/artifacts");
            }

            Assert.All(Projects, project => CheckPackage(Path.Combine(packages, $"BroadbandHub.{project}.{version}.nupkg"), project));

            var sample = Path.Combine(work, "HelloPlugin");
            Copy(Path.Combine(root, "samples", "HelloPlugin"), sample);
            var output = Path.Combine(work, "output");
            await DotNetAsync(
                sample, "publish", "-o", output, $"-p:SdkVersion={version}", $"-p:SdkPackages={packages}", $"-p:RestorePackagesPath={work}/cache", $"-p:RestoreFallbackFolders={NuGetFolder()}");

            var files = Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal);
            Assert.Equal(["HelloPlugin.deps.json", "HelloPlugin.dll", "HelloPlugin.pdb", "HelloPlugin.runtimeconfig.json", "plugin.json"], files);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void CheckPackage(string file, string project)
    {
        using var package = ZipFile.OpenRead(file);
        var names = package.Entries.Select(e => e.FullName).ToList();
        Assert.Contains($"lib/net10.0/BroadbandHub.{project}.dll", names);
        Assert.Contains($"lib/net10.0/BroadbandHub.{project}.xml", names);
        Assert.Contains("README.md", names);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task DotNetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Concat(["-v", "q", "--nologo", "-nodeReuse:false"]))
        {
            start.ArgumentList.Add(argument);
        }

        // The test runs inside a dotnet process of its own; what that one set must not reach the build.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await error}");
    }

    private static string NuGetFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BroadbandHub.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("BroadbandHub.sln was not found above the tests.");
        }

        return folder;
    }
}
