using System.Security.Claims;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class PeopleNamesTests(SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task Staff_read_names_and_others_only_their_own()
    {
        await using var scope = shared.Hub.Services.CreateAsyncScope();
        var people = await scope.ServiceProvider.GetRequiredService<IdentityDb>().People.AsNoTracking().OrderBy(p => p.Email).ToListAsync(TestContext.Current.CancellationToken);
        var (admin, boss) = (people.Single(p => p.Email == "admin@hub.example"), people.Single(p => p.Email == "boss@acme.example"));
        PersonId[] asked = [admin.PersonId, boss.PersonId, PersonId.New(TimeProvider.System)];
        var all = new Dictionary<PersonId, string> { [admin.PersonId] = admin.FullName, [boss.PersonId] = boss.FullName };

        Assert.Equal(all, await NamesAsync(null));
        Assert.Equal(all, await NamesAsync(admin.PersonId, "Operator"));
        Assert.Equal([boss.PersonId], (await NamesAsync(boss.PersonId, "Enterprise")).Keys);

        async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(PersonId? who, string audience = "")
        {
            scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = who is null ? null : new DefaultHttpContext
            {
                User = new(new ClaimsIdentity([new("sub", who.Value.ToString()), new("hub_audience", audience)], "test")),
            };
            return await scope.ServiceProvider.GetRequiredService<IPeople>().FindNamesAsync(asked, TestContext.Current.CancellationToken);
        }
    }
}
