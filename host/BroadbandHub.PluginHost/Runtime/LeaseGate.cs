namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// Counts who is inside a generation, in one word with a closed bit: once closed nobody enters, and the last one out ends the drain.
/// </summary>
internal sealed class LeaseGate
{
    private const long ClosedBit = 1L << 62;
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long state;

    public bool IsClosed => (Interlocked.Read(ref state) & ClosedBit) != 0;

    public long Inside => Interlocked.Read(ref state) & ~ClosedBit;

    public bool TryEnter()
    {
        if ((Interlocked.Increment(ref state) & ClosedBit) == 0)
        {
            return true;
        }

        Exit();
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref state) == ClosedBit)
        {
            drained.TrySetResult();
        }
    }

    /// <summary>Closes; the task ends when everybody has left.</summary>
    public Task CloseAsync()
    {
        if ((Interlocked.Or(ref state, ClosedBit) & ~ClosedBit) == 0)
        {
            drained.TrySetResult();
        }

        return drained.Task;
    }
}
