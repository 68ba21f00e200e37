using BroadbandHub.Identity.Customers;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Organisations;

/// <summary>The operator takes a new enterprise on.</summary>
internal static class CreateEnterprise
{
    [Logged("identity.enterprise.created")]
    internal sealed record Command : ICommand<Created>, ICustomerInput
    {
        public string? Name { get; init; }

        public string? Number { get; init; }

        public string? RegistrationNumber { get; init; }

        public string? LegalRepresentative { get; init; }

        public string? RegisteredAddress { get; init; }

        public Industry? Industry { get; init; }

        public EnterpriseSize? Size { get; init; }

        public CreditClass? CreditClass { get; init; }

        public IReadOnlyList<string>? Tags { get; init; }

        /// <summary>Prospect or active; active when it is not said.</summary>
        public CustomerState? State { get; init; }

        /// <summary>True when somebody has looked at the customers who look like this one, and it is another one.</summary>
        public bool Confirmed { get; init; }

        public string? ContactName { get; init; }

        public string? ContactEmail { get; init; }

        public string? ContactPhone { get; init; }
    }

    internal sealed record Created(EnterpriseId Id, string Name, DateTimeOffset CreatedAt);

    internal sealed class Rules : CustomerRules<Command>
    {
        public Rules() => RuleFor(c => c.State).Must(s => s is null or CustomerState.Prospect or CustomerState.Active).WithErrorCode("customer.bad_first_state")
            .WithMessage("A new enterprise is a prospect or active.");
    }

    internal sealed class Handler(IdentityDb db, TimeProvider clock, IOutbox outbox, Changes changes) : IRequestHandler<Command, Outcome<Created>>
    {
        public async Task<Outcome<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            var made = Make(request, clock);
            if (await db.FindTakenAsync(made, cancellationToken) is { } taken)
            {
                return taken;
            }

            if (!request.Confirmed && await LookAlikes.FindAsync(db.Enterprises, made.Name, request.ContactPhone, cancellationToken) is { Count: > 0 } alike)
            {
                return LookAlikes.Refusal(alike);
            }

            db.Enterprises.Add(made);
            if (await db.TrySaveAsync(made, cancellationToken) is { } late)
            {
                return late;
            }

            Describe(made, changes.This);
            await outbox.AddAsync(new EnterpriseCreated(made.Id, made.Name, made.CreatedAt), cancellationToken);
            return new Created(made.Id, made.Name, made.CreatedAt);
        }
    }

    /// <summary>What the log says of a new enterprise.</summary>
    public static Change Describe(Enterprise made, Change change)
    {
        change.About("enterprise", made.Id, made.Name).Of(made.Id).With("state", CustomerWords.Of(made.State)).With("manager", made.ManagerId is { } manager ? new PersonId(manager).ToString() : null);
        CustomerFields.Of(made).Since(null, change);
        return change;
    }

    public static Enterprise Make(Command request, TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        var made = new Enterprise { Id = EnterpriseId.New(clock), State = request.State ?? CustomerState.Active, StateSince = now, CreatedAt = now };
        request.Apply(made);
        var contact = request.ToContact();
        if (new[] { contact.Name, contact.Email, contact.Phone }.FirstOrDefault(t => t.Length > 0) is { } called)
        {
            var main = new EnterpriseContact { Id = ContactId.New(clock), EnterpriseId = made.Id, IsMain = true, CreatedAt = now };
            // An address may be longer than a name.
            main.Set(called.Length > EnterpriseContact.MostName ? called[..EnterpriseContact.MostName] : called, null, CustomerInputs.Tidy(contact.Phone), CustomerInputs.Tidy(contact.Email));
            made.Contacts.Add(main);
        }

        return made;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/enterprises", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/enterprises/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("CreateEnterprise").WithSummary("Takes a new enterprise on.").Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
