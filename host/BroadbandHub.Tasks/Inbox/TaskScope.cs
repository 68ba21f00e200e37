using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Tasks.Inbox;

/// <summary>Which tasks the current user sees and may decide. The one place that says so.</summary>
internal sealed class TaskScope(TasksDb db, ICurrentUser user, IEnumerable<ApprovalKind> kinds)
{
    /// <summary>Those in the user's inbox: of the own organisation, of kinds that the user's roles may decide. Own requests are among them; deciding those is refused.</summary>
    public IQueryable<HubTask> Inbox
    {
        get
        {
            var mine = kinds.Where(k => k.Audience == user.Audience && user.Can(k.Permission)).Select(k => k.Key).ToList();
            var (audience, enterprise, partner) = (user.Audience, user.EnterpriseId, user.PartnerId);
            var tasks = db.Tasks.Where(t => t.Audience == audience && mine.Contains(t.Kind));
            return audience switch
            {
                Audience.Operator => tasks,
                Audience.Enterprise => tasks.Where(t => t.EnterpriseId != null && t.EnterpriseId == enterprise),
                Audience.Partner => tasks.Where(t => t.PartnerId != null && t.PartnerId == partner),
                _ => tasks.Where(_ => false),
            };
        }
    }

    /// <summary>Those that the user asked for.</summary>
    public IQueryable<HubTask> Requested
    {
        get
        {
            var (person, client) = (user.PersonId, user.ClientId);
            return person is not null ? db.Tasks.Where(t => t.RequestedBy == person)
                : client is not null ? db.Tasks.Where(t => t.RequestedByClient == client)
                : db.Tasks.Where(_ => false);
        }
    }

    public IQueryable<HubTask> Seen => Inbox.Union(Requested);

    /// <summary>Why the user may not decide this task, or null.</summary>
    public HubError? WhyNot(HubTask task)
    {
        if (user.PersonId is not { } person)
        {
            return HubError.Forbidden("task.people_decide", "A person decides this; sign in to the hub.");
        }

        if (Kind(task) is not { } kind || kind.Audience != user.Audience || !user.Can(kind.Permission))
        {
            return HubError.Forbidden("task.not_yours", "Your roles do not let you decide this.");
        }

        if (task.RequestedBy == person)
        {
            return HubError.Forbidden("task.own_request", "You asked for this yourself; somebody else decides it.");
        }

        return !task.IsOpen ? HubError.Conflict("task.ended", "This is already decided.")
            : task.ClaimedBy is { } other && other != person ? HubError.Conflict("task.claimed", "Somebody else is working on this. Take it over first.")
            : null;
    }

    public ApprovalKind? Kind(HubTask task) => kinds.FirstOrDefault(k => k.Key == task.Kind);

    public static HubError NotFound(TaskId id) => HubError.NotFound("task.not_found", $"There is no task {id}.");
}
