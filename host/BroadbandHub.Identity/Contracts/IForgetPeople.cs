using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Keeps words about people outside of Identity, and forgets them when a person is erased. Scoped; any number of them.</summary>
public interface IForgetPeople
{
    /// <summary>Inside the unit of work that erases the person. Ids may stay: nobody is behind them afterwards.</summary>
    Task ForgetAsync(ErasedPerson person, CancellationToken cancellationToken);
}

/// <param name="Name">What the person was called until now.</param>
/// <param name="Email">The address that the account had.</param>
public sealed record ErasedPerson(PersonId Id, string Name, string Email);
