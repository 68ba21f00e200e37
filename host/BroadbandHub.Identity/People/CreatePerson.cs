using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>
/// Makes an account for somebody of the operator, an enterprise or a partner. The password is chosen with a link: it goes by mail to the person, or, for the
/// operator alone, back to whoever asks (<see cref="PersonGuard.MayBecome"/>). Enterprises and partners make accounts for their own people.
/// </summary>
internal static class CreatePerson
{
    /// <param name="Invite">True: the link goes by mail and is not in the answer. Always so unless the operator asks.</param>
    [Logged("identity.person.created")]
    internal sealed record Command(
        string? Name, string? Email, EnterpriseId? EnterpriseId, PartnerId? PartnerId, IReadOnlyList<string>? Roles,
        DepartmentId? DepartmentId = null, DateOnly? JoinedOn = null, DateOnly? LeavesOn = null, bool Invite = false) : ICommand<Created>;

    /// <param name="PasswordLink">Path and query below the hub's address; null when it went by mail.</param>
    /// <param name="Wait">Roles that a second person has to agree to first.</param>
    internal sealed record Created(PersonId Id, string Name, string Email, string? PasswordLink, IReadOnlyList<string>? Wait = null);

    internal sealed class Handler(UserManager<Person> people, PersonGuard guard, NewAccounts accounts, PersonPlace places, RoleBook roles, GrantApproval grants, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Created>>
    {
        public async Task<Outcome<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (name, email) = (request.Name?.Trim() ?? "", request.Email?.Trim() ?? "");
            if (PersonRules.CheckName(name) is { } badName)
            {
                return badName;
            }

            if (!PersonRules.IsEmail(email))
            {
                return HubError.Invalid("person.email_wrong", "Give an e-mail address such as name@example.com with at most 254 characters.", "email");
            }

            var place = await places.DecideAsync(request.EnterpriseId, request.PartnerId, cancellationToken);
            if (!place.IsOk)
            {
                return place.Error;
            }

            var person = Person.New(clock, email, name, place.Value.Enterprise, place.Value.Partner);
            (person.JoinedOn, person.LeavesOn) = (request.JoinedOn, request.LeavesOn);
            var wanted = (request.Roles ?? []).Distinct(StringComparer.Ordinal).ToList();
            if ((PersonRules.CheckDays(person.JoinedOn, person.LeavesOn) ?? await places.PutAsync(person, request.DepartmentId, cancellationToken) ?? guard.MayGive(wanted, person.Audience)) is { } refused)
            {
                return refused;
            }

            var waits = wanted.Count > 0 && grants.IsNeeded(person.Audience);
            person.Roles.AddRange((waits ? [] : wanted).Select(r => new PersonRole { PersonId = person.Id, Role = r }));
            changes.This.About("person", person.PersonId, name).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId).With("email", email).With(waits ? "wait" : "roles", roles.NamesOf(wanted))
                .With("department", await places.NameAsync(person.DepartmentId, cancellationToken)).With("joined_on", person.JoinedOn).With("leaves_on", person.LeavesOn);
            try
            {
                var saved = await people.CreateAsync(person);
                if (!saved.Succeeded)
                {
                    return EmailTaken(email);
                }

                if (waits && await grants.RequestAsync(person, wanted, cancellationToken) is { } unasked)
                {
                    return unasked;
                }

                var opened = await accounts.OpenAsync(person, request.Invite, cancellationToken);
                return waits && opened.IsOk ? opened.Value with { Wait = wanted } : opened;
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                accounts.Forget();
                return EmailTaken(email);
            }
        }

        private static HubError EmailTaken(string email) =>
            HubError.Conflict("person.email_taken", $"Somebody already signs in as {email}. One e-mail address is one account.") with { Field = "email" };
    }

    /// <summary>How the link to a new account reaches its owner.</summary>
    internal sealed class NewAccounts(IdentityDb db, PersonGuard guard, PasswordLinks links, Invitations invitations)
    {
        public async Task<Outcome<Created>> OpenAsync(Person person, bool invite, CancellationToken cancellationToken)
        {
            // Whoever holds the link becomes that person.
            if (!invite && guard.MayBecome(person.Audience))
            {
                return new Created(person.PersonId, person.FullName, person.Email!, await links.MakeAsync(person, cancellationToken));
            }

            return await invitations.SendAsync(person, cancellationToken) is { } unsent ? unsent : new Created(person.PersonId, person.FullName, person.Email!, null);
        }

        public void Forget() => db.ChangeTracker.Clear();
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people", async (Command command, IMediator mediator, PasswordAddress address, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made =>
                Results.Created($"/identity/v1/people/{made.Id}", made with { PasswordLink = made.PasswordLink is { } link ? address.Of(link) : null })))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("CreatePerson")
        .WithSummary("Makes an account. With invite the link (good once, for three days) with which the person chooses a password goes by mail; otherwise it is in the answer, for the operator only; of operator staff it always goes by mail where permissions need a second person.")
        .Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
