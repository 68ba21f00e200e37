using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Removes a line that was entered by mistake. One that has served is better kept as dismantled.</summary>
internal static class RemoveLine
{
    [Logged("identity.line.removed")]
    internal sealed record Command(EnterpriseId EnterpriseId, LineId Id) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.LockEnterpriseAsync(request.EnterpriseId, cancellationToken) is not { } enterprise
                || await db.BroadbandLines.SingleOrDefaultAsync(l => l.Id == request.Id && l.EnterpriseId == enterprise.Id, cancellationToken) is not { } line)
            {
                return SaveLine.NotFound(request.Id);
            }

            db.BroadbandLines.Remove(line);
            changes.This.About("enterprise", enterprise.Id, enterprise.Name).Of(enterprise.Id).Field("line", line.Number, null);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/enterprises/{id}/lines/{line}", async (EnterpriseId id, LineId line, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, line), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.WriteOrganisations)
        .WithTags("Organisations").WithName("RemoveLine").WithSummary("Removes a broadband line of an enterprise.").ProducesProblem(404);
}
