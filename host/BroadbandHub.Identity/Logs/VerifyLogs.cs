using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Logs;

/// <summary>Whether both logs are as the hub wrote them: for the console, for programs and for the command line.</summary>
internal static class VerifyLogs
{
    internal sealed record Query : IQuery<IReadOnlyList<LogCheck.Result>>;

    internal sealed class Handler(LogCheck check) : IRequestHandler<Query, Outcome<IReadOnlyList<LogCheck.Result>>>
    {
        public async Task<Outcome<IReadOnlyList<LogCheck.Result>>> Handle(Query request, CancellationToken cancellationToken)
        {
            List<LogCheck.Result> results = [];
            foreach (var book in Enum.GetValues<ChangeBook>())
            {
                results.Add(await check.RunAsync(book, cancellationToken));
            }

            return results;
        }
    }

    /// <summary>What is wrong, in a sentence.</summary>
    public static string Explain(LogCheck.Broken broken) => T["log.broken_" + broken.What, broken.Block?.ToString(System.Globalization.CultureInfo.CurrentCulture) ?? T["log.no_block"], broken.Entry?.ToString() ?? "–"];

    /// <summary>Writes the result and answers whether both are whole.</summary>
    public static async Task<bool> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var results = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Query(), cancellationToken)).Value;
        foreach (var result in results)
        {
            var name = result.Book == ChangeBook.Business ? "Business log" : "Administration log";
            await output.WriteLineAsync(result.Broken is { } broken
                ? $"{name}: BROKEN. {Explain(broken)}"
                : FormattableString.Invariant($"{name}: whole. {result.Blocks} blocks with {result.Entries} entries, {result.Pending} not sealed yet, {result.Erased} with parts erased, {result.Dropped} kept long enough and dropped. Last block {result.LastBlock ?? 0}, seal {result.LastSeal ?? "-"}"));
        }

        return results.All(r => r.IsWhole);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/log/check", async (IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(), cancellationToken)).ToHttp(results => Results.Ok(new { Items = results })))
        .RequireAuthorization(IdentityPermissions.ReadAdministrationLog)
        .WithTags("Logs").WithName("CheckLogs").WithSummary("Reads both logs from end to end and says what is not as the hub wrote it. Takes a while for long logs.");
}
