using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MainJob;

/// <summary>A program that the story started, and that ends with it.</summary>
internal sealed class Launched : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly StreamWriter log;
    private readonly object gate = new();
    private readonly string logFile;

    private Launched(Process process, string logFile)
    {
        this.process = process;
        this.logFile = logFile;
        log = new StreamWriter(logFile) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
    }

    /// <summary>A port that is free now; the program takes it over at once.</summary>
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    /// <summary>Starts an assembly of this repository and waits until its address answers.</summary>
    public static async Task<Launched> StartAsync(
        string root, string project, string folder, Uri address, string healthPath, string logFile, IEnumerable<(string Name, string Value)> environment, CancellationToken cancellationToken)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        // Built with the same configuration as this program.
        var dll = Path.Combine(root, "artifacts", "bin", project, configuration, project + ".dll");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.Combine(root, folder), RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(dll);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.ToString());
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var launched = new Launched(Process.Start(start)!, logFile);
        launched.process.BeginOutputReadLine();
        launched.process.BeginErrorReadLine();
        try
        {
            await launched.WaitAsync(new Uri(address, healthPath), project, cancellationToken);
            return launched;
        }
        catch
        {
            await launched.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // Asked first, so that it can close its files; not asked twice.
            using var ask = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        process.Dispose();
        lock (gate)
        {
            log.Dispose();
        }
    }

    private async Task WaitAsync(Uri health, string project, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(health, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
            }

            if (process.HasExited || TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new StoryException($"{project} did not start. The last it said:\n{Tail()}");
            }

            await Task.Delay(150, cancellationToken);
        }
    }

    private string Tail()
    {
        lock (gate)
        {
            using var reader = new StreamReader(new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return string.Join('\n', reader.ReadToEnd().Split('\n').TakeLast(25));
        }
    }

    private void Write(string? line)
    {
        lock (gate)
        {
            if (line is not null && log.BaseStream is { CanWrite: true })
            {
                log.WriteLine(line);
            }
        }
    }
}
