using Microsoft.Diagnostics.Runtime;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>Names what keeps unloaded plugins in memory: the shortest way from a root to each of their loader allocators.</summary>
internal static class Retainers
{
    private const int LongestPath = 30;

    public static string Describe()
    {
        // A process cannot look at itself while its garbage collector moves things: a dump of it stands still.
        var dump = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hub-{Environment.ProcessId}.dmp");
        var tool = System.IO.Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "createdump");
        if (!File.Exists(tool))
        {
            return "this runtime has no createdump to look with";
        }

        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(tool, ["--withheap", "-f", dump, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Describe(dump) : "createdump failed";
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static string Describe(string dump)
    {
        using var target = DataTarget.LoadDump(dump);
        using var runtime = target.ClrVersions.Single().CreateRuntime();
        var heap = runtime.Heap;
        var parents = new Dictionary<ulong, ulong>();
        var names = new Dictionary<ulong, string>();
        var queue = new Queue<ulong>();
        foreach (var root in heap.EnumerateRoots().Where(r => r.RootKind is > ClrRootKind.FinalizerQueue and <= ClrRootKind.SizedRefHandle))
        {
            if (root.Object.IsValid && parents.TryAdd(root.Object.Address, 0))
            {
                names[root.Object.Address] = root.RootKind.ToString();
                queue.Enqueue(root.Object.Address);
            }
        }

        var found = new List<string>();
        while (queue.TryDequeue(out var address))
        {
            var from = heap.GetObject(address);
            if (from.Type?.Name == "System.Reflection.LoaderAllocator")
            {
                found.Add(Path(heap, parents, names, address));
                continue;
            }

            foreach (var to in from.EnumerateReferences(carefully: true))
            {
                if (to.IsValid && parents.TryAdd(to.Address, address))
                {
                    queue.Enqueue(to.Address);
                }
            }
        }

        return found.Count == 0 ? "nothing found" : string.Join("\n\n", found);
    }

    private static string Path(ClrHeap heap, Dictionary<ulong, ulong> parents, Dictionary<ulong, string> names, ulong address)
    {
        var steps = new List<string>();
        for (var at = address; at != 0 && steps.Count < LongestPath; at = parents[at])
        {
            var step = heap.GetObject(at);
            var text = step.Type?.Name ?? "?";
            if (text == "System.RuntimeType" || text == "System.String")
            {
                text += step.Type!.Name == "System.String" ? " " + step.AsString(60) : "";
            }

            steps.Add(text + (names.TryGetValue(at, out var root) ? $" <- {root}" : ""));
        }

        return string.Join("\n  <- ", steps);
    }
}
