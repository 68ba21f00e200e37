using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Accounts;

/// <summary>The list of people as a file.</summary>
internal static class PeopleFile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var audience in new[] { Audience.Operator, Audience.Enterprise, Audience.Partner })
        {
            Map(routes, PortalPaths.Home(audience) + "/people.csv");
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path) => routes
        .MapGet(path, (string? q, string? sort, DepartmentId? department, IMediator mediator, CancellationToken cancellationToken) => CsvFile.Of(
            "people.csv",
            [
                new(T["people.name"], p => p.Name), new(T["people.email"], p => p.Email), new(T["people.roles"], p => string.Join("; ", p.Roles.Select(r => r.Name.ToString()))),
                new(T["people.organisation"], p => p.Organisation ?? T["people.operator"]), new(T["people.suspended"], p => p.Suspended), new(T["people.department"], p => p.Department),
                new(T["people.joined_on"], p => p.JoinedOn), new(T["people.leaves_on"], p => p.LeavesOn), new(T["list.since"], p => p.CreatedAt),
            ],
            ReadAsync(mediator, q, sort, department, cancellationToken)))
        .RequireAuthorization(IdentityPermissions.ReadPeople).ExcludeFromDescription();

    private static async IAsyncEnumerable<ListPeople.Item> ReadAsync(
        IMediator mediator, string? search, string? sort, DepartmentId? department, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var found = (await mediator.Send(new ListPeople.Query(search, page, Sort: sort, DepartmentId: department), cancellationToken)).Value.Items;
            foreach (var person in found)
            {
                yield return person;
            }

            if (found.Count < ListPeople.PageSize)
            {
                yield break;
            }
        }
    }
}
