using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.People;

/// <summary>Which people the current user sees and may manage: operator staff everybody, others those of their own organisation. The one place that says so.</summary>
internal sealed class PeopleScope(IdentityDb db, CurrentUser user)
{
    public bool SeesAll => user.IsHub || user.Audience == Audience.Operator;

    public IQueryable<Person> People
    {
        get
        {
            var (enterprise, partner) = (user.EnterpriseId, user.PartnerId);
            return SeesAll ? db.People
                : enterprise is not null ? db.People.Where(p => p.EnterpriseId == enterprise)
                : partner is not null ? db.People.Where(p => p.PartnerId == partner)
                : db.People.Where(_ => false);
        }
    }
}
