using BroadbandHub.Sdk;

namespace BroadbandHub.Storage.Contracts;

/// <summary>Keeps what was changed; Identity implements it. Scoped; call it inside the unit of work of the change, so that both are there or neither.</summary>
public interface IChangeLog
{
    /// <summary>For what is no command; commands are logged by themselves.</summary>
    Task AddAsync(string kind, Change change, CancellationToken cancellationToken);

    /// <summary>Somebody was refused. Nothing is written here: the request's own transaction is rolled back.</summary>
    void NoteRefusal(HubError refusal);
}

/// <summary>Where the handler of a command says what it changes. Scoped.</summary>
public sealed class Changes
{
    private readonly Stack<Change> running = new();

    /// <summary>The change of the command that runs now.</summary>
    public Change This => running.TryPeek(out var change) ? change : new();

    internal Change Begin()
    {
        running.Push(new());
        return running.Peek();
    }

    internal void End() => running.Pop();
}
