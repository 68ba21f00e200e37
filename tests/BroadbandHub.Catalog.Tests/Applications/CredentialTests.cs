using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Credentials;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Catalog.Tests.Applications;

public sealed class CredentialTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_partner_manages_the_credentials_of_its_own_applications_and_of_no_others(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        await hub.SellDiskAsync();
        hub.User.BePartner(FakeOrganisations.Partner);
        await RefusedAsync(hub);

        hub.User.BeOperator();
        Assert.True((await hub.SendAsync(new AssignPartner.Command("disk", FakeOrganisations.Partner))).IsOk);
        hub.User.BePartner(FakeOrganisations.Partner);
        Assert.True((await hub.SendAsync(new CreateCredential.Command("disk", "Production"))).IsOk);
        Assert.True((await hub.SendAsync(new ListCredentials.Query("disk"))).IsOk);
        Assert.True((await hub.SendAsync(new RotateCredential.Command("disk", "disk-1", null))).IsOk);
        Assert.True((await hub.SendAsync(new RevokeCredential.Command("disk", "disk-1"))).IsOk);
        Assert.Equal("application.not_found", (await hub.SendAsync(new AssignPartner.Command("disk", FakeOrganisations.Other))).Error?.Code);

        hub.User.BePartner(FakeOrganisations.Other);
        await RefusedAsync(hub);
        hub.User.BeEnterprise();
        await RefusedAsync(hub);
        hub.User.BeApplication("disk");
        await RefusedAsync(hub);
    }

    [Fact]
    public async Task A_credential_that_cannot_be_is_refused()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        await hub.SellDiskAsync();

        Assert.Equal("credential.bad_name", (await hub.SendAsync(new CreateCredential.Command("disk", new string('x', 101)))).Error?.Code);
        Assert.Equal("credential.bad_name", (await hub.SendAsync(new CreateCredential.Command("disk", "a\u0000b"))).Error?.Code);
        Assert.Equal("credential.expired_already", (await hub.SendAsync(new CreateCredential.Command("disk", null, DateTimeOffset.UnixEpoch))).Error?.Code);
        Assert.Equal("credential.bad_overlap", (await hub.SendAsync(new RotateCredential.Command("disk", "x", DateTimeOffset.UnixEpoch))).Error?.Code);
        Assert.Equal("credential.bad_overlap", (await hub.SendAsync(new RotateCredential.Command("disk", "x", DateTimeOffset.MaxValue))).Error?.Code);
        Assert.Equal("application.unknown_partner", (await hub.SendAsync(new AssignPartner.Command("disk", Sdk.PartnerId.New(TimeProvider.System)))).Error?.Code);
    }

    private static async Task RefusedAsync(CatalogHub hub)
    {
        Assert.Equal("application.not_found", (await hub.SendAsync(new CreateCredential.Command("disk"))).Error?.Code);
        Assert.Equal("application.not_found", (await hub.SendAsync(new ListCredentials.Query("disk"))).Error?.Code);
        Assert.Equal("application.not_found", (await hub.SendAsync(new RotateCredential.Command("disk", "disk-1", null))).Error?.Code);
        Assert.Equal("application.not_found", (await hub.SendAsync(new RevokeCredential.Command("disk", "disk-1"))).Error?.Code);
    }
}
