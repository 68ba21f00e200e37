using System.Diagnostics;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>The command that makes the first administrator, as it is typed: on a database that nobody has started a hub on yet.</summary>
public sealed class AdministratorCommandTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_command_prints_a_link_on_a_fresh_database_and_again_on_one_that_is_there(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var folder = Directory.CreateTempSubdirectory("hub-command-").FullName;
        try
        {
            var (code, output) = await RunAsync(database, folder, "create-administrator", "--email", "li.na@operator.test", "--name", "Li Na", "--Hub:PublicUrl=https://hub.operator.test/");
            Assert.True(code == 0, output);
            Assert.Contains("https://hub.operator.test/set-password?person=usr_", output, StringComparison.Ordinal);
            Assert.DoesNotContain("demo", output, StringComparison.OrdinalIgnoreCase);

            (code, output) = await RunAsync(database, folder, "create-administrator", "--email", "li.na@operator.test");
            Assert.True(code == 0 && output.Contains("was there already", StringComparison.Ordinal), output);
            (code, output) = await RunAsync(database, folder, "create-administrator", "--email", "nobody");
            Assert.True(code == 1 && output.Contains("e-mail address", StringComparison.Ordinal), output);
            (code, output) = await RunAsync(database, folder, "verify-logs");
            Assert.True(code == 0 && output.Contains("Administration log: whole.", StringComparison.Ordinal), output);
            Assert.Equal(2, await database.ExecuteAsync("UPDATE idn_log_entries SET Kind = 'identity.person.created' WHERE Kind = 'identity.administrator.made'"));
            (code, output) = await RunAsync(database, folder, "verify-logs");
            Assert.True(code == 3 && output.Contains("Administration log: BROKEN.", StringComparison.Ordinal), output);
            (code, output) = await RunAsync(database, folder, "make-tea");
            Assert.True(code == 2 && output.Contains("make-tea", StringComparison.Ordinal), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(TestDatabase database, string folder, params string[] arguments)
    {
        var root = HubProcess.RepositoryRoot();
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(root, "host", "BroadbandHub.Host"), RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(root, "artifacts", "bin", "BroadbandHub.Host", new DirectoryInfo(AppContext.BaseDirectory).Name, "BroadbandHub.Host.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Hub__DataFolder"] = folder;
        foreach (var (key, value) in database.Settings())
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(output));
    }
}
