using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Says which partner runs an application: its people then manage the application's credentials. Without a partner only the operator does.</summary>
internal static class AssignPartner
{
    public sealed record Body(PartnerId? PartnerId);

    [Logged("catalog.application.partner_assigned")]
    public sealed record Command(string ApplicationKey, PartnerId? PartnerId) : ICommand<Done>;

    public sealed class Handler(CatalogDb db, ICurrentUser user, IOrganisations organisations, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (user.Audience != Audience.Operator || await db.Applications.FirstOrDefaultAsync(a => a.Key == command.ApplicationKey, cancellationToken) is not { } application)
            {
                return ApplicationErrors.NotFound(command.ApplicationKey);
            }

            if (command.PartnerId is { } partner && partner != application.PartnerId)
            {
                if (await organisations.FindPartnerAsync(partner, cancellationToken) is not { } found)
                {
                    return HubError.Invalid("application.unknown_partner", "There is no such partner.", "partnerId");
                }

                if (!found.IsActive)
                {
                    return HubError.Conflict("application.partner_not_active", $"“{found.Name}” is not an active partner now.") with { Field = "partnerId" };
                }
            }

            changes.This.About("application", application.Key, application.NameEn).Of(command.PartnerId ?? application.PartnerId)
                .Field("partner", await NameAsync(application.PartnerId, cancellationToken), await NameAsync(command.PartnerId, cancellationToken));
            application.PartnerId = command.PartnerId;
            return Done.Instance;
        }

        private async Task<string?> NameAsync(PartnerId? partner, CancellationToken cancellationToken) =>
            partner is { } id ? (await organisations.FindPartnerAsync(id, cancellationToken))?.Name ?? id.ToString() : null;
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/catalog/v1/applications/{key}/partner", async (string key, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, body.PartnerId), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Say which partner runs an application; null for none");
}
