using BroadbandHub.Sdk;
using MediatR;

namespace BroadbandHub.Storage.Contracts;

/// <summary>A use case that changes something. Runs inside the unit of work; a refusal rolls back.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>;

/// <summary>A use case that only reads.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;
