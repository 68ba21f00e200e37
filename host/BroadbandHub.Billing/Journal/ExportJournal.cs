using System.Globalization;
using System.Text;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Billing.Journal;

/// <summary>The ledger as a plain-text journal, so that an independent tool can check the books.</summary>
internal static class ExportJournal
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/billing/v1/journal", Export)
        .RequireAuthorization("billing.ledger.read")
        .WithName("ExportJournal").WithTags("Ledger")
        .WithSummary("The ledger's transfers as a journal for hledger or beancount (format=hledger|beancount), with accounting dates in [from, to) after the opening balances of that day.")
        .Produces(StatusCodes.Status200OK, contentType: "text/plain")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    internal static Outcome<JournalFormat> FormatOf(string? name) => name switch
    {
        null or "" or "hledger" => new HledgerFormat(),
        "beancount" => new BeancountFormat(),
        _ => HubError.Invalid("journal.unknown_format", "The journal is written for hledger or beancount; pass one of them as format.", "format"),
    };

    internal static Outcome<DateOnly?> DayOf(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (DateOnly?)null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (DateOnly?)day
            : HubError.Invalid("journal.bad_date", "A day is written as 2026-10-31.", field);
    }

    private static IResult Export(LedgerJournal journal, string? format, string? from, string? to, CancellationToken cancellationToken)
    {
        var (how, first, end) = (FormatOf(format), DayOf(from, "from"), DayOf(to, "to"));
        if ((how.Error ?? first.Error ?? end.Error) is { } error)
        {
            return error.ToProblem();
        }

        return Results.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
                await journal.WriteAsync(writer, how.Value, first.Value, end.Value, cancellationToken);
            },
            "text/plain; charset=utf-8",
            how.Value.FileName);
    }
}
