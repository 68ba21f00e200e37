using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

/// <summary>The operator takes a new enterprise on.</summary>
internal static class CreateEnterprise
{
    [Logged("identity.enterprise.created")]
    internal sealed record Command : ICommand<Created>, IOrganisationInput
    {
        public string? Name { get; init; }

    public string? RegistrationNumber { get; init; }

        public string? ContactName { get; init; }

        public string? ContactEmail { get; init; }

        public string? ContactPhone { get; init; }
    }

    internal sealed record Created(EnterpriseId Id, string Name, DateTimeOffset CreatedAt);

    internal sealed class Rules : OrganisationRules<Command>
    {
        public Rules() => RuleFor(c => c.RegistrationNumber).MaximumLength(50).WithErrorCode("enterprise.registration_too_long")
            .WithMessage("The registration number has at most 50 characters.");
    }

    internal sealed class Handler(IdentityDb db, TimeProvider clock, IOutbox outbox, Changes changes) : IRequestHandler<Command, Outcome<Created>>
    {
        public async Task<Outcome<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            var name = request.Name!.Trim();
            var searchName = OrganisationNames.Searchable(name);
            if (await db.Enterprises.AnyAsync(o => o.SearchName == searchName, cancellationToken))
            {
                return OrganisationInputs.NameTaken(name);
            }

            var made = new Enterprise
            {
                Id = EnterpriseId.New(clock),
                Name = name,
                SearchName = searchName,
                RegistrationNumber = string.IsNullOrWhiteSpace(request.RegistrationNumber) ? null : request.RegistrationNumber.Trim(),
                Contact = request.ToContact(),
                CreatedAt = clock.GetUtcNow().ToWholeMicros(),
            };
            db.Enterprises.Add(made);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                // The unique index is the judge when two clerks are equally fast.
                db.Entry(made).State = EntityState.Detached;
                return OrganisationInputs.NameTaken(name);
            }

            changes.This.About("enterprise", made.Id, made.Name).Of(made.Id).With("registration", made.RegistrationNumber);
            await outbox.AddAsync(new EnterpriseCreated(made.Id, made.Name, made.CreatedAt), cancellationToken);
            return new Created(made.Id, made.Name, made.CreatedAt);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/enterprises", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/enterprises/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("CreateEnterprise").WithSummary("Takes a new enterprise on.").Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
