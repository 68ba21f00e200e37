using BroadbandHub.Catalog.Contracts;
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

/// <summary>The applications, and what is wrong with the descriptions of plugins that brought none.</summary>
internal static class ListApplications
{
    public sealed record Query : IQuery<Result>;

    public sealed record Result(IReadOnlyList<ApplicationJson> Items, IReadOnlyList<DescriptorTrouble> Troubles);

    public sealed class Handler(CatalogDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            var applications = await db.Applications.AsNoTracking().OrderBy(a => a.Key).ToListAsync(cancellationToken);
            var troubles = await db.Troubles.AsNoTracking().OrderBy(t => t.PluginId).ToListAsync(cancellationToken);
            var seen = applications.Where(a => user.MaySee(a.Key)).ToList();
            var plugins = seen.Select(a => a.PluginId).ToHashSet(StringComparer.Ordinal);
            return new Result(
                [.. seen.Select(a => ApplicationJson.Of(a, troubles.Find(t => t.PluginId == a.PluginId)?.Sentence))],
                user.ApplicationKey is null ? [.. troubles.Where(t => !plugins.Contains(t.PluginId))] : []);
        }
    }

    // There are as many applications as plugins bring, so one page holds them all.
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/applications", async (IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items, Next = (string?)null })))
            .RequireAuthorization(CatalogPermissions.ReadApplications)
            .WithTags("Catalog").WithSummary("List the applications that plugins have brought");
}
