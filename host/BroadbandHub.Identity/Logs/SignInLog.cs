using BroadbandHub.Identity.Accounts;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Logs;

/// <summary>Sign-ins and what was refused, for the administration log. Of an address that nobody signs in with nothing is kept: people type passwords there.</summary>
internal sealed class SignInLog(RefusalLog refusals, ChangeLog log, IUnitOfWork unitOfWork, IHttpContextAccessor http)
{
    /// <summary>Also for unknown addresses, so that both take the same time.</summary>
    public Task RefusedAsync(Person? person, string code, CancellationToken cancellationToken) => refusals.WriteAsync(
        http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? "", "identity.sign_in.refused", About(person), code, null, cancellationToken);

    public Task DoneAsync(Person person, Sdk.LocalText method, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        () =>
        {
            log.Add("identity.sign_in.done", About(person).With("method", method), null, person);
            return Task.FromResult(true);
        },
        _ => true,
        cancellationToken);

    /// <summary>Inside the unit of work of the change.</summary>
    public void Changed(Person person, string kind) => log.Add(kind, About(person), null, person);

    private static Change About(Person? person) => person is null
        ? new()
        : new Change().About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);
}
