using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>Says how many days the logs are kept.</summary>
internal static class SetLogRetention
{
    internal sealed record Days(int Business, int Administration);

    internal sealed record Query : IQuery<Days>;

    [Logged("identity.log.retention_set")]
    internal sealed record Command(int? Business, int? Administration) : ICommand<Days>;

    internal sealed class Reader(IdentityDb db) : IRequestHandler<Query, Outcome<Days>>
    {
        public async Task<Outcome<Days>> Handle(Query request, CancellationToken cancellationToken)
        {
            var rows = await db.LogRetentions.AsNoTracking().ToListAsync(cancellationToken);
            return new Days(Of(rows, ChangeBook.Business)?.Days ?? LogRetention.Usual, Of(rows, ChangeBook.Administration)?.Days ?? LogRetention.Usual);
        }
    }

    internal sealed class Handler(IdentityDb db, Changes changes) : IRequestHandler<Command, Outcome<Days>>
    {
        public async Task<Outcome<Days>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Business is not (>= LogRetention.Least and <= LogRetention.Most))
            {
                return Wrong("business");
            }

            if (request.Administration is not (>= LogRetention.Least and <= LogRetention.Most))
            {
                return Wrong("administration");
            }

            var rows = await db.LogRetentions.ToListAsync(cancellationToken);
            changes.This
                .Field("business_days", Of(rows, ChangeBook.Business)?.Days ?? LogRetention.Usual, request.Business)
                .Field("administration_days", Of(rows, ChangeBook.Administration)?.Days ?? LogRetention.Usual, request.Administration);
            if (changes.This.Fields.Count == 0)
            {
                changes.This.Nothing();
            }

            Set(rows, ChangeBook.Business, request.Business.Value);
            Set(rows, ChangeBook.Administration, request.Administration.Value);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException raced) when (UniqueIndex.IsViolatedBy(raced))
            {
                // The first two who ever say it meet at the key.
                db.ChangeTracker.Clear();
                return HubError.Conflict("log.retention_changed_meanwhile", "Somebody else said just now how long the logs are kept. Look at it again.");
            }

            return new Days(request.Business.Value, request.Administration.Value);
        }

        private void Set(List<LogRetention> rows, ChangeBook book, int days)
        {
            if (Of(rows, book) is { } row)
            {
                row.Days = days;
            }
            else
            {
                db.LogRetentions.Add(new() { Book = book, Days = days });
            }
        }
    }

    private static LogRetention? Of(List<LogRetention> rows, ChangeBook book) => rows.Find(r => r.Book == book);

    private static HubError Wrong(string field) =>
        HubError.Invalid("log.bad_retention", $"A log is kept for {LogRetention.Least} to {LogRetention.Most} days.", field);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/v1/log/retention", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadAdministrationLog)
            .WithTags("Logs").WithName("GetLogRetention").WithSummary("How many days each log is kept.").Produces<Days>();
        routes.MapPut("/identity/v1/log/retention", async (Command body, IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(body, cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ManageLogs)
            .WithTags("Logs").WithName("SetLogRetention").WithSummary("Sets how many days each log is kept (30 to 36500). Older blocks are dropped whole.").Produces<Days>().ProducesProblem(400).ProducesProblem(409);
    }
}
