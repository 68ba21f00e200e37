using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
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

    /// <summary>Those of them who are called so: by a part of the name or the address, or by id.</summary>
    public static IQueryable<Person> Called(IQueryable<Person> people, string words)
    {
        if (PersonId.TryParse(words, null, out var id))
        {
            return people.Where(p => p.Id == id.Value);
        }

        var (lower, key) = (words.ToLowerInvariant(), AddressNormalizer.KeyOf(words));
        return people.Where(p => p.FullName.ToLower().Contains(lower) || p.NormalizedEmail!.Contains(key));
    }
}
