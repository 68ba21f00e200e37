using System.Runtime.CompilerServices;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Logs;

/// <summary>A log as a file, with the filter of the page.</summary>
internal static class LogFile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/console/log.csv", ChangeBook.Business, IdentityPermissions.ReadLog);
        Map(routes, "/console/administration-log.csv", ChangeBook.Administration, IdentityPermissions.ReadAdministrationLog);
        Map(routes, "/workspace/log.csv", ChangeBook.Business, IdentityPermissions.ReadOwnLog);
        Map(routes, "/partner/log.csv", ChangeBook.Business, IdentityPermissions.ReadOwnLog);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, ChangeBook book, string permission) => routes
        .MapGet(path, async (string? from, string? to, string? person, string? kind, string? subject, IMediator mediator, CancellationToken cancellationToken) =>
        {
            var filter = new ListLog.Filter(from, to, person, kind, subject);
            var first = await mediator.Send(new ListLog.Query(book, filter, null), cancellationToken);
            return first.IsOk ? CsvFile.Of(path.Split('/')[^1], Columns, ReadAsync(mediator, book, filter, first.Value, cancellationToken)) : first.ToHttp();
        })
        .RequireAuthorization(permission).ExcludeFromDescription();

    private static IReadOnlyList<CsvColumn<LogLine>> Columns =>
    [
        new(T["log.at"], e => e.At), new(T["log.who"], e => e.Actor), new(T["log.what"], e => e.Sentence), new(T["log.fields"], e => string.Join("; ", e.Fields.Select(f => $"{f.Name}: {f.Before ?? "–"} → {f.After ?? "–"}"))),
        new(T["log.address"], e => e.Address), new(T["log.refused"], e => e.Refused), new(T["log.kind"], e => e.Kind), new(T["log.subject"], e => e.SubjectName), new(T["log.subject_id"], e => e.SubjectId),
        new(T["log.id"], e => e.Id),
    ];

    private static async IAsyncEnumerable<LogLine> ReadAsync(
        IMediator mediator, ChangeBook book, ListLog.Filter filter, ListLog.Page page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var line in page.Items)
            {
                yield return line;
            }

            if (page.Next is null)
            {
                yield break;
            }

            page = (await mediator.Send(new ListLog.Query(book, filter, page.Next), cancellationToken)).Value;
        }
    }
}
