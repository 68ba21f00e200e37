using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.Setup;

/// <summary>
/// The first administrator of a hub, made by whoever may run commands on the machine; the same command lets an administrator in again whose password
/// is lost or whose account was suspended.
/// </summary>
internal static partial class CreateAdministrator
{
    public static async Task<Outcome<NewAdministrator>> RunAsync(IServiceProvider services, string email, string? name, string? password, CancellationToken cancellationToken)
    {
        email = email.Trim();
        if (!PersonRules.IsEmail(email))
        {
            return HubError.Invalid("person.email_wrong", "Give an e-mail address such as name@example.com with at most 254 characters.", "email");
        }

        if (name is not null && PersonRules.CheckName(name.Trim()) is { } badName)
        {
            return badName;
        }

        await using var scope = services.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        return await unitOfWork.RunAsync(
            () => MakeAsync(scope.ServiceProvider, email, name?.Trim(), password, cancellationToken), o => o.IsOk, cancellationToken);
    }

    public static async Task LookAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<IdentityDb>().FullAdministrators.AnyAsync(cancellationToken))
        {
            LogNobody(services.GetRequiredService<ILoggerFactory>().CreateLogger("BroadbandHub.Setup"));
        }
    }

    private static async Task<Outcome<NewAdministrator>> MakeAsync(IServiceProvider services, string email, string? name, string? password, CancellationToken cancellationToken)
    {
        var people = services.GetRequiredService<UserManager<Person>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var person = await people.FindByEmailAsync(email);
        var isNew = person is null;
        if (person is { Audience: not Sdk.Web.Audience.Operator })
        {
            return HubError.Conflict("person.other_organisation", $"{email} belongs to an enterprise or a partner. An administrator of the hub needs an account of the operator's own.");
        }

        person ??= Person.New(clock, email, name is { Length: > 0 } ? name : email);
        if (!person.Roles.Exists(r => r.Role == Role.OperatorAdministrator.Key))
        {
            services.GetRequiredService<IdentityDb>().Add(new PersonRole { PersonId = person.Id, Role = Role.OperatorAdministrator.Key });
        }

        (person.SuspendedAt, person.LockoutEnd, person.AccessFailedCount) = (null, null, 0);
        if (password is not null)
        {
            foreach (var rule in people.PasswordValidators)
            {
                if (await rule.ValidateAsync(people, person, password) is { Succeeded: false } weak)
                {
                    return PasswordRules.Explain(weak, "password");
                }
            }

            person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        }

        var saved = isNew ? await people.CreateAsync(person) : await people.UpdateSecurityStampAsync(person);
        if (!saved.Succeeded)
        {
            return HubError.Conflict("person.not_saved", $"The account could not be saved ({string.Join(", ", saved.Errors.Select(e => e.Code))}).");
        }

        await services.GetRequiredService<SignOns>().EndAllAsync(person.PersonId, cancellationToken);
        await services.GetRequiredService<IChangeLog>().AddAsync(
            "identity.administrator.made", new Change().About("person", person.PersonId, person.FullName).Tells(person.PersonId).With("email", email), cancellationToken);
        var link = password is null ? await services.GetRequiredService<PasswordLinks>().MakeAsync(person, cancellationToken) : null;
        return new NewAdministrator(person.PersonId, email, link, isNew);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody can administer this hub yet. Run, with the same settings: BroadbandHub.Host create-administrator --email you@example.com")]
    private static partial void LogNobody(ILogger log);
}
