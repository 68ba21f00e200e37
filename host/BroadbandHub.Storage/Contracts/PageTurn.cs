namespace BroadbandHub.Storage.Contracts;

/// <summary>
/// The parts of one page that load data by themselves take turns: the framework starts them all at once, and they share the request's database contexts and
/// connection, which do one thing at a time. A part takes its turn around its loading: <c>using var turn = await Turn.EnterAsync();</c>. A page need not: its
/// parts begin when it has loaded. Scoped.
/// </summary>
public sealed class PageTurn : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);
    private volatile bool hasEnded;

    /// <exception cref="ObjectDisposedException">The request has ended, because another part of the page failed.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken = default)
    {
        await free.WaitAsync(cancellationToken);
        if (hasEnded)
        {
            free.Release();
            throw new ObjectDisposedException(nameof(PageTurn));
        }

        return new Turn(free);
    }

    // The semaphore stays: those who wait still get in, one after the other, and hear that it is over.
    public void Dispose() => hasEnded = true;

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
