using System.Security.Cryptography;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Imports;

/// <summary>Makes the accounts that an uploaded file names: all of them, or none.</summary>
internal static class ConfirmEmployees
{
    /// <param name="Invite">Whether everybody gets a mail with a link to choose a password.</param>
    internal sealed record Body(bool Invite);

    [Logged("identity.employees.imported")]
    internal sealed record Command(ImportId Id, bool Invite) : ICommand<Imported>;

    internal sealed record Imported(EnterpriseId EnterpriseId, int People, int Invited);

    internal sealed class Handler(IdentityDb db, EmployeeFile file, PersonPlace places, Invitations invitations, RoleBook roles, IChangeLog log, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Imported>>
    {
        private static readonly HubError Changed = HubError.Conflict("import.has_problems", "Something in the file is wrong, or has become so since the upload. Nothing was imported; look at the list.");

        public async Task<Outcome<Imported>> Handle(Command request, CancellationToken cancellationToken)
        {
            // Takes the draft until the transaction ends: confirmed twice, it counts once.
            await db.ImportDrafts.Where(d => d.Id == request.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.EnterpriseId, d => d.EnterpriseId), cancellationToken);
            if (await file.FindAsync(request.Id, cancellationToken) is not { } draft)
            {
                return EmployeeFile.NotFound(request.Id);
            }

            var enterprise = draft.EnterpriseId!.Value;
            var sheet = await file.ReadAsync(draft, cancellationToken);
            if (!sheet.IsOk || sheet.Value.Problems.Count > 0)
            {
                return sheet.Error ?? Changed;
            }

            foreach (var department in sheet.Value.Rows.Select(r => r.DepartmentId).OfType<DepartmentId>().Distinct())
            {
                if (!await places.HoldAsync(department, enterprise, cancellationToken))
                {
                    return Changed;
                }
            }

            var people = sheet.Value.Rows.Select(row => Make(row, enterprise)).ToList();
            if (request.Invite && await InviteAsync(people, cancellationToken) is { } unsent)
            {
                return unsent;
            }

            db.People.AddRange(people);
            var departments = await db.Departments.Where(d => d.EnterpriseId == enterprise).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
            foreach (var person in people)
            {
                // A line each, as if they had been made one by one: a person's own log begins with how the person came.
                await log.AddAsync(
                    "identity.person.created",
                    new Change().About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(enterprise).With("email", person.Email)
                        .With("roles", roles.NamesOf(person.Roles.Select(r => r.Role))).With("department", person.DepartmentId is { } of ? departments[of] : null).With("joined_on", person.JoinedOn),
                    cancellationToken);
            }

            db.ImportDrafts.Remove(draft);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                db.ChangeTracker.Clear();
                return Changed;
            }

            changes.This.Of(enterprise).With("people", people.Count).With("invited", request.Invite ? people.Count : null);
            return new Imported(enterprise, people.Count, request.Invite ? people.Count : 0);
        }

        private Person Make(EmployeeRow row, EnterpriseId enterprise)
        {
            var person = Person.New(clock, row.Email, row.Name, enterprise);
            person.NormalizedEmail = person.NormalizedUserName = AddressNormalizer.KeyOf(row.Email);
            person.SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
            (person.DepartmentId, person.JoinedOn) = (row.DepartmentId, row.JoinedOn);
            if (row.Role is { } role)
            {
                person.Roles.Add(new() { PersonId = person.Id, Role = role.Key });
            }

            return person;
        }

        private async Task<HubError?> InviteAsync(List<Person> people, CancellationToken cancellationToken)
        {
            var organisation = await invitations.OrganisationAsync(people[0], cancellationToken);
            foreach (var person in people)
            {
                if (await invitations.SendToNewAsync(person, organisation, cancellationToken) is { } unsent)
                {
                    return unsent with { Message = $"{person.Email}: {unsent.Message}" };
                }
            }

            return null;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/people/imports/{id}/confirm", async (ImportId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.Invite), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("ConfirmEmployees").WithSummary("Makes the accounts of an uploaded file: all, or none while anything in it is wrong.").Produces<Imported>().ProducesProblem(404).ProducesProblem(409);
}
