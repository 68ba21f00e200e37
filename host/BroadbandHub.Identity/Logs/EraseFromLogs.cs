using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>Takes a person's name and addresses out of both logs. What was done, when, and by which id stays, and so does the chain.</summary>
internal static class EraseFromLogs
{
    private const int Batch = 500;

    internal sealed record Body(PersonId Person);

    [Logged("identity.log.erased")]
    internal sealed record Command(PersonId Person) : ICommand<Erased>;

    internal sealed record Erased(int Entries);

    internal sealed class Handler(IdentityDb db, LogSeal seal, Changes changes) : IRequestHandler<Command, Outcome<Erased>>
    {
        public async Task<Outcome<Erased>> Handle(Command request, CancellationToken cancellationToken)
        {
            var entries = await EraseAsync(db, seal, request.Person, cancellationToken);
            changes.This.About("person", request.Person).With("entries", entries);
            return new Erased(entries);
        }
    }

    /// <summary>How many lines it was. Inside a unit of work, before anything else is changed in it: what the context has read is forgotten.</summary>
    public static async Task<int> EraseAsync(IdentityDb db, LogSeal seal, PersonId person, CancellationToken cancellationToken)
    {
        var entries = 0;

        // Takes the lines until the transaction ends: old ones that are dropped at this moment are gone before, or wait.
        var theirs = db.LogEntries.Where(e => (e.ActorId == person && e.ActorErased == null) || (e.PersonId == person && e.AboutErased == null));
        await theirs.ExecuteUpdateAsync(set => set.SetProperty(e => e.Kind, e => e.Kind), cancellationToken);
        while (await theirs.OrderBy(e => e.Id).Take(Batch).ToListAsync(cancellationToken) is { Count: > 0 } some)
        {
            foreach (var entry in some)
            {
                if (entry.ActorId == person && !entry.IsActorErased)
                {
                    seal.EraseActor(entry);
                }

                if (entry.PersonId == person && !entry.IsAboutErased)
                {
                    seal.EraseAbout(entry);
                }
            }

            entries += some.Count;
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return entries;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/log/erasures", async (Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(body.Person), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ManageLogs)
        .WithTags("Logs").WithName("EraseFromLogs").WithSummary("Takes a person's name and addresses out of both logs for good; what was done stays, and the logs can still be checked.")
        .Produces<Erased>();
}
