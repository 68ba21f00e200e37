using System.Reflection;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;

namespace BroadbandHub.Storage.Requests;

/// <summary>Logs every command that succeeded, in its transaction. What is refused is not logged as done.</summary>
internal sealed class ChangeLogBehavior<TRequest, TResponse>(Changes changes, IChangeLog log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly string? Kind = typeof(TRequest).GetCustomAttribute<LoggedAttribute>()?.Kind;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var change = changes.Begin();
        TResponse outcome;
        try
        {
            outcome = await next();
        }
        finally
        {
            changes.End();
        }

        if (outcome.Error is { Kind: ErrorKind.Forbidden } refusal)
        {
            log.NoteRefusal(refusal);
        }

        if (outcome.Error is null && (change.Kind ?? Kind) is { } kind && !change.IsNothing)
        {
            await log.AddAsync(kind, change, cancellationToken);
        }

        return outcome;
    }
}

/// <summary>For a hub without Identity.</summary>
internal sealed class NoChangeLog : IChangeLog
{
    public Task AddAsync(string kind, Change change, CancellationToken cancellationToken) => Task.CompletedTask;

    public void NoteRefusal(HubError refusal)
    {
    }
}
