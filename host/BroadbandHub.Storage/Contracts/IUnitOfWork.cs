namespace BroadbandHub.Storage.Contracts;

/// <summary>
/// One transaction over every module context of the scope: they share one connection. Scoped. Inside it nobody calls SaveChanges;
/// the unit of work saves all contexts before it commits. Reads outside of it need nothing.
/// </summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs the work in a transaction. Commits when <paramref name="commitWhen"/> says so of the result, otherwise rolls back. Deadlocks and
    /// lock time-outs run the work again (up to five times, with cleared contexts), so the work has no effect but on the database. Nested calls join the outer one.
    /// </summary>
    Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> commitWhen, CancellationToken cancellationToken);

    /// <summary>Runs after the transaction has committed, in order; never after a roll-back. For waking up dispatchers, not for effects that must not be lost (those go through the outbox).</summary>
    void AfterCommit(Action action);
}
