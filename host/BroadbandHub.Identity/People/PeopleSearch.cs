using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>People for the search box: the operator's staff find everybody, others those of their own organisation.</summary>
internal sealed class PeopleSearch(PeopleScope scope, IViewer viewer) : ISearchSource
{
    private static readonly LocalText Kind = new("Person", "人员");

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken)
    {
        if (!viewer.Can(IdentityPermissions.ReadPeople))
        {
            return [];
        }

        var found = await PeopleScope.Called(scope.People.AsNoTracking().Where(p => p.ErasedAt == null), words).OrderBy(p => p.FullName).ThenBy(p => p.NormalizedEmail).Take(most)
            .Select(p => new { p.Id, p.FullName, p.Email }).ToListAsync(cancellationToken);
        return [.. found.Select(p => new SearchHit(Kind, "person", p.FullName, p.Email, $"{PortalPaths.Home(viewer.Audience)}/people/{new PersonId(p.Id)}"))];
    }
}
