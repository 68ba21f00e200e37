using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Organisations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Adds a contact to an enterprise, or changes one. The first is the main contact until another one is made that.</summary>
internal static class SaveContact
{
    /// <param name="IsMain">True makes it the main contact instead of the one that is; null leaves it as it is.</param>
    /// <param name="Revision">The one that was read; refused when somebody else has changed the contact since. Null does not look.</param>
    internal sealed record Body(string? Name, string? Role, string? Phone, string? Email, bool? IsMain, string? Revision = null);

    /// <param name="Id">Null for a new one.</param>
    [Logged("identity.contact.changed")]
    internal sealed record Command(EnterpriseId EnterpriseId, ContactId? Id, Body Body) : ICommand<Saved>;

    internal sealed record Saved(ContactId Id);

    internal sealed class Handler(IdentityDb db, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Saved>>
    {
        public async Task<Outcome<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            var body = request.Body;
            var (name, role, phone, email) = (CustomerInputs.Tidy(body.Name), CustomerInputs.Tidy(body.Role), CustomerInputs.Tidy(body.Phone), CustomerInputs.Tidy(body.Email));
            if (Check(name, role, phone, email) is { } wrong)
            {
                return wrong;
            }

            if (await db.LockEnterpriseAsync(request.EnterpriseId, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.EnterpriseId);
            }

            var contacts = await db.EnterpriseContacts.Where(c => c.EnterpriseId == enterprise.Id).ToListAsync(cancellationToken);
            var contact = request.Id is { } id ? contacts.Find(c => c.Id == id) : New(enterprise.Id);
            if (contact is null)
            {
                return NotFound(request.Id!.Value);
            }

            if (request.Id is not null && Revision.Check(body.Revision, contact.Revision, "contact.changed_meanwhile") is { } changed)
            {
                return changed;
            }

            if (request.Id is null && contacts.Count >= EnterpriseContact.MostInAnEnterprise)
            {
                return HubError.Conflict("contact.too_many", $"An enterprise has at most {EnterpriseContact.MostInAnEnterprise} contacts.");
            }

            if (contact.IsMain && body.IsMain == false)
            {
                return HubError.Conflict("contact.main_needed", "This is the main contact. Make another one the main contact instead.") with { Field = "isMain" };
            }

            var before = request.Id is null ? null : ContactFields.Of(contact);
            contact.Set(name!, role, phone, email);
            if (contacts.Count == 0 || body.IsMain == true)
            {
                contacts.ForEach(c => c.IsMain = false);
                contact.IsMain = true;
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id).As(request.Id is null ? "identity.contact.added" : "identity.contact.changed");
            ContactFields.Of(contact).Since(before, changes.This);
            return new Saved(contact.Id);
        }

        private EnterpriseContact New(EnterpriseId enterprise)
        {
            var made = new EnterpriseContact { Id = ContactId.New(clock), EnterpriseId = enterprise, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
            db.EnterpriseContacts.Add(made);
            return made;
        }
    }

    public static HubError NotFound(ContactId id) => HubError.NotFound("contact.not_found", $"The enterprise has no contact {id}.");

    /// <summary>Null when what was typed about a contact may stand.</summary>
    public static HubError? Check(string? name, string? role, string? phone, string? email) =>
        name is null || name.Length > EnterpriseContact.MostName || name.Any(char.IsControl) ? HubError.Invalid("contact.bad_name", $"Give the contact a name of at most {EnterpriseContact.MostName} characters.", "name")
        : role?.Length > EnterpriseContact.MostRole || role?.Any(char.IsControl) == true ? HubError.Invalid("contact.bad_role", $"The role has at most {EnterpriseContact.MostRole} characters.", "role")
        : phone?.Length > EnterpriseContact.MostPhone || phone?.Any(char.IsControl) == true ? HubError.Invalid("contact.bad_phone", $"The telephone number has at most {EnterpriseContact.MostPhone} characters.", "phone")
        : email is not null && !PersonRules.IsEmail(email) ? HubError.Invalid("contact.bad_email", "An e-mail address looks like name@example.com and has at most 254 characters.", "email")
        : null;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/enterprises/{id}/contacts", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, null, body), cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/enterprises/{id}/contacts/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("AddContact").WithSummary("Adds a contact to an enterprise.").Produces<Saved>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.MapPut("/identity/v1/enterprises/{id}/contacts/{contact}", async (EnterpriseId id, ContactId contact, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, contact, body), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("ChangeContact").WithSummary("Changes a contact of an enterprise.").Produces<Saved>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }
}
