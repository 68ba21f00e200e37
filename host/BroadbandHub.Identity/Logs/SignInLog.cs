using System.Text.RegularExpressions;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Logs;

/// <summary>What happens to accounts, for the administration log: sign-ins, wrong passwords, keys, codes, sessions.</summary>
internal sealed partial class SignInLog(RefusalLog refusals, ChangeLog log, IHttpContextAccessor http)
{
    /// <summary>
    /// Nobody's address, or a locked account. Of an address that nobody signs in with nothing is kept: people type passwords there.
    /// </summary>
    public Task RefusedAsync(Person? person, string code, CancellationToken cancellationToken) => refusals.WriteAsync(
        http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? "", "identity.sign_in.refused", About(person), code, null, cancellationToken);

    /// <summary>Inside the unit of work of the change.</summary>
    public void Changed(Person person, string kind) => log.Add(kind, About(person), null, person);

    /// <summary>What the account's owner is told, too. A wrong password or code may be anybody's: it is logged of the account, not as done by its owner.</summary>
    public void Note(Person person, AccountEventKind kind, string? detail)
    {
        switch (kind)
        {
            case AccountEventKind.PasswordWrong:
                log.Add("identity.sign_in.refused", About(person), "sign_in.wrong_password");
                break;
            case AccountEventKind.CodeWrong:
                log.Add("identity.sign_in.refused", About(person), "sign_in.wrong_code");
                break;
            case AccountEventKind.SignedIn:
                log.Add(KindOf(kind), About(person).With("methods", SignInMethods.NameOf(detail?.Split(' ') ?? [])), null, person, signsIn: true);
                break;
            default:
                log.Add(KindOf(kind), About(person).With("detail", detail), null, kind == AccountEventKind.Locked ? null : person);
                break;
        }
    }

    public static string KindOf(AccountEventKind kind) => "identity.account." + Capital().Replace(kind.ToString(), "_$0").ToLowerInvariant();

    private static Change About(Person? person) => person is null
        ? new()
        : new Change().About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
