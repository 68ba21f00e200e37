using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Organisations;

/// <summary>The operator takes a new partner on.</summary>
internal static class CreatePartner
{
    [Logged("identity.partner.created")]
    internal sealed record Command : ICommand<Created>, IOrganisationInput
    {
        public string? Name { get; init; }

        public string? ContactName { get; init; }

        public string? ContactEmail { get; init; }

        public string? ContactPhone { get; init; }
    }

    internal sealed record Created(PartnerId Id, string Name, DateTimeOffset CreatedAt);

    internal sealed class Rules : OrganisationRules<Command>;

    internal sealed class Handler(IdentityDb db, TimeProvider clock, Changes changes) : IRequestHandler<Command, Outcome<Created>>
    {
        public async Task<Outcome<Created>> Handle(Command request, CancellationToken cancellationToken)
        {
            var name = request.Name!.Trim();
            var searchName = OrganisationNames.Searchable(name);
            if (await db.Partners.AnyAsync(o => o.SearchName == searchName, cancellationToken))
            {
                return OrganisationInputs.NameTaken(name);
            }

            var made = new Partner
            {
                Id = PartnerId.New(clock),
                Name = name,
                SearchName = searchName,
                Contact = request.ToContact(),
                CreatedAt = clock.GetUtcNow().ToWholeMicros(),
            };
            db.Partners.Add(made);
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

            changes.This.About("partner", made.Id, made.Name).Of(made.Id);
            return new Created(made.Id, made.Name, made.CreatedAt);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/partners", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(command, cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/partners/{made.Id}", made)))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("CreatePartner").WithSummary("Takes a new partner on.").Produces<Created>(201).ProducesProblem(400).ProducesProblem(409);
}
