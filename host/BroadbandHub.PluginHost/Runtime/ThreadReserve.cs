using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// The pool starts a thread at once only up to its minimum, and further ones half a second apart. So the minimum has room for a plugin that blocks all its
/// places at one stroke, and every call that hangs has its thread made up for.
/// </summary>
internal sealed class ThreadReserve(IOptions<PluginHostOptions> options)
{
    private static readonly Lock Turn = new();

    public void Keep(int hanging)
    {
        var wanted = (2 * Environment.ProcessorCount) + options.Value.MostCalls + hanging;
        lock (Turn)
        {
            ThreadPool.GetMinThreads(out var workers, out var ports);
            if (workers < wanted)
            {
                ThreadPool.SetMinThreads(wanted, ports);
            }
        }
    }
}
