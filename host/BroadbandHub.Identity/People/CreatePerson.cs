using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Organisations;
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

/// <summary>Makes an account for somebody of the operator, an enterprise or a partner. The password is chosen with the link that comes back.</summary>
internal static class CreatePerson
{
    [Logged("identity.person.created")]
    internal sealed record Command(string? Name, string? Email, EnterpriseId? EnterpriseId, PartnerId? PartnerId, IReadOnlyList<string>? Roles) : ICommand<Created>;

    /// <param name="PasswordLink">Path and query below the hub's address.</param>
    internal sealed record Created(PersonId Id, string Name, string Email, string PasswordLink);

    internal sealed class Handler(IdentityDb db, UserManager<Person> people, PersonGuard guard, PasswordLinks links, OrganisationsReader organisations, RoleBook roles, Changes changes, TimeProvider clock)
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
                return HubError.Invalid("person.email_wrong", "Give an e-mail address such as name@example.com with at most 256 characters.", "email");
            }

            if (await CheckOrganisationAsync(request, cancellationToken) is { } badOrganisation)
            {
                return badOrganisation;
            }

            var person = Person.New(clock, email, name, request.EnterpriseId, request.PartnerId);
            var wanted = (request.Roles ?? []).Distinct(StringComparer.Ordinal).ToList();
            if (guard.MayGive(wanted, person.Audience) is { } refused)
            {
                return refused;
            }

            person.Roles.AddRange(wanted.Select(r => new PersonRole { PersonId = person.Id, Role = r }));
            changes.This.About("person", person.PersonId, name).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId).With("email", email).With("roles", roles.NamesOf(wanted));
            try
            {
                var saved = await people.CreateAsync(person);
                return saved.Succeeded ? new Created(person.PersonId, name, email, await links.MakeAsync(person)) : EmailTaken(email);
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                db.ChangeTracker.Clear();
                return EmailTaken(email);
            }
        }

        private async Task<HubError?> CheckOrganisationAsync(Command request, CancellationToken cancellationToken)
        {
            if (request.EnterpriseId is not null && request.PartnerId is not null)
            {
                return HubError.Invalid("person.two_organisations", "A person belongs to an enterprise or to a partner, not to both.", "partnerId");
            }

            if (request.EnterpriseId is { } enterprise && await organisations.FindEnterpriseAsync(enterprise, cancellationToken) is null)
            {
                return HubError.Invalid("person.unknown_enterprise", "There is no such enterprise.", "enterpriseId");
            }

            return request.PartnerId is { } partner && await organisations.FindPartnerAsync(partner, cancellationToken) is null
                ? HubError.Invalid("person.unknown_partner", "There is no such partner.", "partnerId")
                : null;
        }

        private static HubError EmailTaken(string email) =>
            HubError.Conflict("person.email_taken", $"Somebody already signs in as {email}. One e-mail address is one account.") with { Field = "email" };
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people", async (Command command, IMediator mediator, PasswordAddress address, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made =>
                Results.Created($"/identity/v1/people/{made.Id}", made with { PasswordLink = address.Of(made.PasswordLink) })))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("CreatePerson").WithSummary("Makes an account; the answer has the link (good once, for three days) with which the person chooses a password.")
        .Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
