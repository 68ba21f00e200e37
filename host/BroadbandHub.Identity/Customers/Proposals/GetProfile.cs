using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>The own enterprise as its people see it. What the operator thinks of it (credit class, tags) is not among it.</summary>
internal static class GetProfile
{
    internal sealed record Query : IQuery<Profile>;

    internal sealed record Profile(
        EnterpriseId Id, string Name, string? Number, string? RegistrationNumber, string? LegalRepresentative, string? RegisteredAddress, Industry? Industry, EnterpriseSize? Size, CustomerState State,
        DateTimeOffset CreatedAt, Manager? ClientManager, int Contacts, int Lines);

    internal sealed record Manager(string Name, string Email, string? Phone);

    internal sealed class Handler(IdentityDb db, CurrentUser user) : IRequestHandler<Query, Outcome<Profile>>
    {
        public async Task<Outcome<Profile>> Handle(Query request, CancellationToken cancellationToken)
        {
            var own = user.EnterpriseId;
            var found = own is null ? null : await db.Enterprises.AsNoTracking().SingleOrDefaultAsync(e => e.Id == own, cancellationToken);
            if (found is null)
            {
                return CustomerRows.NotFound(own ?? default);
            }

            // Somebody who has left answers no calls.
            var manager = await db.People.Where(p => p.Id == found.ManagerId && p.SuspendedAt == null).Select(p => new Manager(p.FullName, p.Email!, p.PhoneNumber)).SingleOrDefaultAsync(cancellationToken);
            return new Profile(
                found.Id, found.Name, found.Number, found.RegistrationNumber, found.LegalRepresentative, found.RegisteredAddress, found.Industry, found.Size, found.State, found.CreatedAt, manager,
                await db.EnterpriseContacts.CountAsync(c => c.EnterpriseId == own, cancellationToken), await db.BroadbandLines.CountAsync(l => l.EnterpriseId == own, cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/identity/v1/profile", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadProfile)
            .WithTags("Profile").WithName("GetProfile").WithSummary("What is known of the own enterprise, and who looks after it.").Produces<Profile>().ProducesProblem(404);
        routes.MapGet("/identity/v1/profile/contacts", async (string? search, string? sort, CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new ListContacts.Query(user.EnterpriseId ?? default, search, sort), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadProfile)
            .WithTags("Profile").WithName("ListOwnContacts").WithSummary("Lists the own enterprise's contacts.").Produces<ListContacts.Result>().ProducesProblem(404);
        routes.MapGet("/identity/v1/profile/lines", async (string? search, string? state, string? sort, int? page, CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new ListLines.Query(user.EnterpriseId ?? default, search, CustomerWords.Read<LineState>(state), sort, page), cancellationToken)).ToHttp())
            .RequireAuthorization(IdentityPermissions.ReadProfile)
            .WithTags("Profile").WithName("ListOwnLines").WithSummary("Lists the own enterprise's broadband lines; 50 on a page.").Produces<ListLines.Result>().ProducesProblem(404);
    }
}
