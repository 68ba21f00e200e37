using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>People in the hub's database. Changes are saved by whoever calls the user manager inside the unit of work.</summary>
internal sealed partial class PersonStore(IdentityDb db, IdentityErrorDescriber describer)
    : UserOnlyStore<Person, IdentityDb, Guid>(db, describer)
{
    public override IQueryable<Person> Users => base.Users.Include(p => p.Roles);

    public override Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Guid.TryParse(userId, out var id) ? Users.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) : Task.FromResult<Person?>(null);

    public override Task<Person?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken = default) =>
        Users.SingleOrDefaultAsync(p => p.NormalizedEmail == normalizedEmail, cancellationToken);
}

/// <summary>What a signed-in person's cookie says. Built anew whenever the security stamp is checked, so that changes of role or organisation arrive within a minute.</summary>
internal sealed class PersonClaims(IdentityDb db, Microsoft.Extensions.Options.IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<Person>
{
    public async Task<ClaimsPrincipal> CreateAsync(Person user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, HubClaims.Name, HubClaims.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new(HubClaims.Subject, user.PersonId.ToString()));
        identity.AddClaim(new(HubClaims.Name, user.FullName));
        identity.AddClaim(new(HubClaims.Audience, user.Audience.ToString()));
        identity.AddClaim(new(options.Value.ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp ?? ""));
        identity.AddClaims(user.Roles.Select(r => new Claim(HubClaims.Role, r.Role)));
        if (user.EnterpriseId is { } enterprise)
        {
            identity.AddClaim(new(HubClaims.Enterprise, enterprise.ToString()));
            identity.AddClaim(new(HubClaims.Organisation, await db.Enterprises.Where(e => e.Id == enterprise).Select(e => e.Name).SingleOrDefaultAsync() ?? ""));
        }

        if (user.PartnerId is { } partner)
        {
            identity.AddClaim(new(HubClaims.Partner, partner.ToString()));
            identity.AddClaim(new(HubClaims.Organisation, await db.Partners.Where(p => p.Id == partner).Select(p => p.Name).SingleOrDefaultAsync() ?? ""));
        }

        return new ClaimsPrincipal(identity);
    }
}
