using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Portal.SystemStatus;

/// <summary>The jobs of the hub for programs that watch it.</summary>
internal static class SystemApi
{
    internal sealed record Page(IReadOnlyList<JobView> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/system/v1/jobs", async (IJobs jobs, CancellationToken cancellationToken) => Results.Ok(new Page(await jobs.ListAsync(cancellationToken), null)))
        .RequireAuthorization(ConsolePages.ReadPlugins).WithTags("System").WithName("ListJobs").WithSummary("Lists the hub's jobs and how they are doing.").Produces<Page>();
}
