using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Adds a broadband line to an enterprise, or changes one. A number is one line in the whole hub.</summary>
internal static class SaveLine
{
    /// <param name="Revision">The one that was read; refused when somebody else has changed the line since. Null does not look.</param>
    internal sealed record Body(string? Number, AccessType? Access, string? Address, int? DownMbps, int? UpMbps, LineState? State, string? Revision = null);

    /// <param name="Id">Null for a new one.</param>
    [Logged("identity.line.changed")]
    internal sealed record Command(EnterpriseId EnterpriseId, LineId? Id, Body Body) : ICommand<Saved>;

    internal sealed record Saved(LineId Id);

    internal sealed class Handler(IdentityDb db, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Saved>>
    {
        private static readonly HubError Taken = HubError.Conflict("line.number_taken", "There is already a line with this number.") with { Field = "number" };

        public async Task<Outcome<Saved>> Handle(Command request, CancellationToken cancellationToken)
        {
            var body = request.Body;
            var (number, address) = (CustomerInputs.Tidy(body.Number), CustomerInputs.Tidy(body.Address));
            if (Check(number, address, body) is { } wrong)
            {
                return wrong;
            }

            if (await db.LockEnterpriseAsync(request.EnterpriseId, cancellationToken) is not { } enterprise)
            {
                return CustomerRows.NotFound(request.EnterpriseId);
            }

            var line = request.Id is { } id
                ? await db.BroadbandLines.SingleOrDefaultAsync(l => l.Id == id && l.EnterpriseId == enterprise.Id, cancellationToken)
                : new() { Id = LineId.New(clock), EnterpriseId = enterprise.Id, State = LineState.Active, CreatedAt = clock.GetUtcNow().ToWholeMicros() };
            if (line is null)
            {
                return NotFound(request.Id!.Value);
            }

            if (request.Id is not null && Revision.Check(body.Revision, line.Revision, "line.changed_meanwhile") is { } changed)
            {
                return changed;
            }

            if (request.Id is null)
            {
                if (await db.BroadbandLines.CountAsync(l => l.EnterpriseId == enterprise.Id, cancellationToken) >= BroadbandLine.MostInAnEnterprise)
                {
                    return HubError.Conflict("line.too_many", $"An enterprise has at most {BroadbandLine.MostInAnEnterprise} lines.");
                }

                db.BroadbandLines.Add(line);
            }

            var key = BroadbandLine.KeyOf(number!);
            if (await db.BroadbandLines.AnyAsync(l => l.NumberKey == key && l.Id != line.Id, cancellationToken))
            {
                return Taken;
            }

            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id).As(request.Id is null ? "identity.line.added" : "identity.line.changed")
                .Field("line", request.Id is null ? null : line.Number, number).Field("access", request.Id is null ? null : CustomerWords.Of(line.Access), CustomerWords.Of(body.Access!.Value))
                .Field("address", line.Address, address).Field("down_mbps", line.DownMbps, body.DownMbps).Field("up_mbps", line.UpMbps, body.UpMbps)
                .Field("state", request.Id is null ? null : CustomerWords.Of(line.State), CustomerWords.Of(body.State ?? line.State));
            (line.Number, line.NumberKey, line.Access, line.Address) = (number!, key, body.Access!.Value, address);
            (line.DownMbps, line.UpMbps, line.State) = (body.DownMbps, body.UpMbps, body.State ?? line.State);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
            {
                db.ChangeTracker.Clear();
                return Taken;
            }

            return new Saved(line.Id);
        }
    }

    public static HubError NotFound(LineId id) => HubError.NotFound("line.not_found", $"The enterprise has no line {id}.");

    private static HubError? Check(string? number, string? address, Body body) =>
        number is null || number.Length > BroadbandLine.MostNumber || number.Any(char.IsControl) || BroadbandLine.KeyOf(number).Length == 0
            ? HubError.Invalid("line.bad_number", $"Give the line a number of at most {BroadbandLine.MostNumber} characters.", "number")
        : body.Access is null ? HubError.Invalid("line.no_access", "Say how the line reaches the customer.", "access")
        : address?.Length > CustomerRules<ICustomerInput>.MostAddress || address?.Any(char.IsControl) == true ? HubError.Invalid("line.bad_address", "The address has at most 300 characters, in one line.", "address")
        : body.DownMbps is < 1 or > BroadbandLine.MostMbps ? HubError.Invalid("line.bad_bandwidth", "A bandwidth is between 1 and 1,000,000 Mbit/s.", "downMbps")
        : body.UpMbps is < 1 or > BroadbandLine.MostMbps ? HubError.Invalid("line.bad_bandwidth", "A bandwidth is between 1 and 1,000,000 Mbit/s.", "upMbps")
        : null;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/enterprises/{id}/lines", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, null, body), cancellationToken)).ToHttp(made => Results.Created($"/identity/v1/enterprises/{id}/lines/{made.Id}", made)))
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("AddLine").WithSummary("Adds a broadband line to an enterprise; its number is unique in the hub.").Produces<Saved>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.MapPut("/identity/v1/enterprises/{id}/lines/{line}", async (EnterpriseId id, LineId line, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, line, body), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.WriteOrganisations)
            .WithTags("Organisations").WithName("ChangeLine").WithSummary("Changes a broadband line of an enterprise.").Produces<Saved>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }
}
