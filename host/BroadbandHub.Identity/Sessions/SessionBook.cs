using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Sessions;

/// <summary>The sessions that there are. Scoped. One that has ended opens nothing from the next request on, here and in the applications that were reached from it.</summary>
internal sealed class SessionBook(IdentityDb db, SignOns signOns, AccountEvents events, IUnitOfWork unitOfWork, TimeProvider clock)
{
    public static readonly TimeSpan Touch = TimeSpan.FromMinutes(5);

    /// <summary>Notes that somebody has proved who they are: in a new session, or once more in the one that there is.</summary>
    public Task BeginAsync(HttpContext context, string id, PersonId person, string stamp, string methods) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            var (address, userAgent) = RequestOrigin.Of(context);
            var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == id);
            if (session is null)
            {
                session = new() { Id = id, PersonId = person, StartedAt = now };
                db.Sessions.Add(session);
            }

            (session.LastSeenAt, session.Address, session.UserAgent, session.Methods, session.Stamp) = (now, address, userAgent, methods, stamp);
            events.Note(person, AccountEventKind.SignedIn, methods);
            return Done.Instance;
        },
        _ => true,
        CancellationToken.None);

    /// <summary>The session goes on under the account's new stamp.</summary>
    public Task GoOnAsync(string id, string stamp) => unitOfWork.RunAsync(
        () => db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Stamp, stamp)), _ => true, CancellationToken.None);

    /// <summary>Whether the session is still one of the person's. Its last sight is written now and then only.</summary>
    public async Task<bool> IsOpenAsync(string id, PersonId person, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.AsNoTracking().Where(s => s.Id == id && s.PersonId == person && s.EndedAt == null).Select(s => new { s.LastSeenAt }).SingleOrDefaultAsync(cancellationToken);
        if (session is null)
        {
            return false;
        }

        var now = clock.GetUtcNow().ToWholeMicros();
        if (now - session.LastSeenAt >= Touch)
        {
            // The first of the requests that arrive together writes.
            await unitOfWork.RunAsync(
                () => db.Sessions.Where(s => s.Id == id && s.LastSeenAt == session.LastSeenAt).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken),
                _ => true,
                cancellationToken);
        }

        return true;
    }

    /// <summary>Those of the person that still open something, the last seen first.</summary>
    public Task<List<Session>> ListAsync(PersonId person, CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Session.Lifetime - Touch;
        return db.Sessions.AsNoTracking()
            .Where(s => s.PersonId == person && s.EndedAt == null && s.LastSeenAt > oldest && db.People.Any(p => p.Id == person.Value && p.SecurityStamp == s.Stamp))
            .OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of the person; false when it is not the person's, or has ended before.</summary>
    public Task<bool> EndAsync(PersonId person, string id, AccountEventKind why, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            if (await db.Sessions.Where(s => s.Id == id && s.PersonId == person && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken) == 0)
            {
                return false;
            }

            await signOns.EndSessionAsync(id, cancellationToken);
            events.Note(person, why);
            return true;
        },
        _ => true,
        cancellationToken);

    /// <summary>Ends those of the person that were opened with such a proof, except this one; how many that were. Inside a unit of work.</summary>
    public async Task<int> EndOpenedWithAsync(PersonId person, Func<string[], bool> methods, string? but, CancellationToken cancellationToken)
    {
        var open = (await ListAsync(person, cancellationToken)).Where(s => s.Id != but && methods(s.Methods.Split(' '))).ToList();
        foreach (var session in open)
        {
            await EndAsync(person, session.Id, AccountEventKind.SessionEnded, cancellationToken);
        }

        return open.Count;
    }

    /// <summary>Ends all of the person's but this one; how many were listed as open.</summary>
    public Task<int> EndOthersAsync(PersonId person, string? but, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            var listed = (await ListAsync(person, cancellationToken)).Count(s => s.Id != but);
            var open = await db.SignOns.Where(s => s.PersonId == person && s.EndedAt == null && s.SessionId != but).Select(s => s.SessionId).Distinct().ToListAsync(cancellationToken);
            await db.Sessions.Where(s => s.PersonId == person && s.EndedAt == null && s.Id != but).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
            foreach (var id in open)
            {
                await signOns.EndSessionAsync(id, cancellationToken);
            }

            if (listed > 0)
            {
                events.Note(person, AccountEventKind.OtherSessionsEnded);
            }

            return listed;
        },
        _ => true,
        cancellationToken);
}
