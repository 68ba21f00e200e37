using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;

namespace BroadbandHub.Storage.Requests;

/// <summary>Runs every command in the unit of work; a refusal rolls back.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(IUnitOfWork unitOfWork) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly bool IsCommand = typeof(TRequest).GetInterfaces()
        .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) => IsCommand
        ? unitOfWork.RunAsync(() => next(), outcome => outcome.Error is null, cancellationToken)
        : next();
}
