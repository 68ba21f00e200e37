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

/// <summary>One application with its meters.</summary>
internal static class GetApplication
{
    public sealed record Query(string Key) : IQuery<Result>;

    public sealed record Result(ApplicationJson Application, IReadOnlyList<MeterJson> Meters);

    public sealed class Handler(CatalogDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            var application = user.MaySee(query.Key)
                ? await db.Applications.AsNoTracking().FirstOrDefaultAsync(a => a.Key == query.Key, cancellationToken)
                : null;
            if (application is null)
            {
                return ApplicationErrors.NotFound(query.Key);
            }

            var trouble = await db.Troubles.AsNoTracking().FirstOrDefaultAsync(t => t.PluginId == application.PluginId, cancellationToken);
            var meters = await db.Meters.AsNoTracking().Where(m => m.ApplicationKey == query.Key).OrderBy(m => m.Key).ToListAsync(cancellationToken);
            return new Result(ApplicationJson.Of(application, trouble?.Sentence), [.. meters.Select(MeterJson.Of)]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/catalog/v1/applications/{key}").WithTags("Catalog");
        group.MapGet("", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(key), cancellationToken)).ToHttp(found => Results.Ok(found.Application)))
            .RequireAuthorization(CatalogPermissions.ReadApplications).WithSummary("Look an application up");
        group.MapGet("/meters", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(key), cancellationToken)).ToHttp(found => Results.Ok(new { Items = found.Meters, Next = (string?)null })))
            .RequireAuthorization(CatalogPermissions.Meters).WithSummary("List the meters of an application");
        group.MapGet("/meters/{meterKey}", async (string key, string meterKey, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(key), cancellationToken)).ToHttp(found => found.Meters.FirstOrDefault(m => m.Key == meterKey) is { } meter
                    ? Results.Ok(meter)
                    : HubError.NotFound("meter.not_found", "The application has no such meter.").ToProblem()))
            .RequireAuthorization(CatalogPermissions.Meters).WithSummary("Look a meter up");
    }
}
