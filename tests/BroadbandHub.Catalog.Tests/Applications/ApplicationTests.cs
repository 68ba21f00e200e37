using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Credentials;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Catalog.Tests.Applications;

public sealed class ApplicationTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_plugin_that_starts_brings_its_application_and_meters(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        hub.Plugins.Describe("app.disk", Some.Disk());
        await hub.StartPluginAsync("app.disk");
        await hub.StartPluginAsync("app.disk");

        var found = await hub.DoAsync(new GetApplication.Query("disk"));
        Assert.Equal("https://disk.example/open", found.Application.LaunchUrl);
        Assert.Equal(["requests", "storage.gb-hours", "traffic.gb"], found.Meters.Select(m => m.Key));
        Assert.Equal(9, found.Meters[2].Scale);
        Assert.False(found.Application.HasProvisioner);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_roles_of_an_application_are_those_that_its_plugin_listed_last(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var editor = new ApplicationRole("editor", new(" Editor ", "编辑者")) { Description = new("Changes files.", "可修改文件。"), IsDefault = true };
        hub.Plugins.Describe("app.disk", Some.Disk() with { Roles = [editor, new("auditor", new("Auditor"))] });
        await hub.StartPluginAsync("app.disk");
        var known = (await hub.DoAsync(new GetApplication.Query("disk"))).Application.Roles;
        Assert.Equal([editor with { Name = new("Editor", "编辑者") }, new("auditor", new("Auditor"))], known.Select(r => r.ToRole()));

        hub.Plugins.Describe("app.disk", Some.Disk() with { Roles = [editor, editor] });
        await hub.StartPluginAsync("app.disk");
        Assert.Equal(2, (await hub.DoAsync(new GetApplication.Query("disk"))).Application.Roles.Count);

        hub.Plugins.Describe("app.disk", Some.Disk());
        await hub.StartPluginAsync("app.disk");
        Assert.Empty((await hub.DoAsync(new GetApplication.Query("disk"))).Application.Roles);
    }

    [Fact]
    public async Task Where_an_application_signs_people_on_is_told_and_taken_back()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        var told = hub.SignOns;
        hub.Plugins.Describe("app.disk", Some.Disk() with { SignOn = new([new("https://disk.example/in")], [new("https://disk.example/out")], new("https://disk.example/ended")) });
        await hub.StartPluginAsync("app.disk");
        Assert.Equal(("disk", "https://disk.example/in", "https://disk.example/out", "https://disk.example/ended"),
            (told.Last!.ApplicationKey, told.Last.RedirectUris.Single(), told.Last.PostLogoutRedirectUris.Single(), told.Last.BackChannelLogoutUri));

        hub.Plugins.Describe("app.disk", Some.Disk());
        await hub.StartPluginAsync("app.disk");
        Assert.Empty(told.Last.RedirectUris);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Nodes_that_start_a_plugin_at_the_same_moment_register_it_once(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        hub.Plugins.Describe("app.disk", Some.Disk());
        hub.Plugins.DescribeBadly("app.broken", new InvalidOperationException("no licence"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => hub.StartPluginAsync(i % 2 == 0 ? "app.disk" : "app.broken")));

        Assert.Equal(3, (await hub.DoAsync(new GetApplication.Query("disk"))).Meters.Count);
        Assert.Single((await hub.DoAsync(new ListApplications.Query())).Troubles);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_meter_that_is_no_longer_listed_stays(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        hub.Plugins.Describe("app.disk", Some.Disk(new MeterDescriptor("old", "1", 0, new LocalText("Old"))));
        await hub.StartPluginAsync("app.disk");
        hub.Plugins.Describe("app.disk", Some.Disk());
        hub.Plugins.Provide<IApplicationProvisioner>("app.disk", new FakeProvisioner());
        await hub.StartPluginAsync("app.disk");

        var meters = await hub.AskAsync<ICatalog, IReadOnlyDictionary<string, Meter>>(c => c.MetersAsync("disk", default));
        Assert.Contains("old", meters.Keys);
        Assert.True((await hub.AskAsync<IApplications, ApplicationView?>(a => a.FindAsync("disk", default)))!.HasProvisioner);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_bad_description_changes_nothing_and_says_why_until_a_good_one_comes(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        hub.Plugins.Describe("app.disk", Some.Disk());
        await hub.StartPluginAsync("app.disk");
        hub.Plugins.Describe("app.disk", Some.Disk(new MeterDescriptor("bad", "1", 13, new LocalText("Bad"))) with { Name = new LocalText("Renamed") });
        await hub.StartPluginAsync("app.disk");

        var found = await hub.DoAsync(new GetApplication.Query("disk"));
        Assert.Equal("Disk", found.Application.Name.En);
        Assert.Contains("'bad' says 13 decimals", found.Application.Trouble, StringComparison.Ordinal);

        hub.Plugins.Describe("app.disk", Some.Disk());
        await hub.StartPluginAsync("app.disk");
        Assert.Null((await hub.DoAsync(new GetApplication.Query("disk"))).Application.Trouble);
    }

    [Fact]
    public async Task A_plugin_that_throws_is_told_on_the_list_though_it_brought_no_application()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        hub.Plugins.DescribeBadly("app.broken", new InvalidOperationException("no licence"));
        await hub.StartPluginAsync("app.broken");
        await hub.StartPluginAsync("without.application");

        var found = await hub.DoAsync(new ListApplications.Query());
        Assert.Empty(found.Items);
        Assert.Contains("no licence", Assert.Single(found.Troubles).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_plugin_cannot_take_a_key_over()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Describe("app.disk", Some.Disk());
        hub.Plugins.Describe("app.thief", Some.Disk() with { Name = new LocalText("Mine") });
        await hub.StartPluginAsync("app.disk");
        await hub.StartPluginAsync("app.thief");

        var found = await hub.DoAsync(new ListApplications.Query());
        Assert.Equal("Disk", Assert.Single(found.Items).Name.En);
        Assert.Contains("belongs to plugin 'app.disk'", Assert.Single(found.Troubles).Sentence, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_scale_of_a_priced_meter_grows_and_never_shrinks(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        var product = await hub.SellDiskAsync();
        var plan = await hub.DraftAsync(product, Some.Plan(Some.PerUnit(meter: "traffic.gb")));
        Assert.Equal(4, (await hub.DoAsync(Put("disk", "traffic.gb", 4))).Scale);
        await hub.DoAsync(new PublishPlan.Command(plan.Id));

        Assert.Equal("meter.scale_shrinks", (await hub.SendAsync(Put("disk", "traffic.gb", 3))).Error?.Code);
        Assert.Equal(5, (await hub.DoAsync(Put("disk", "traffic.gb", 5))).Scale);
        Assert.Equal(1, (await hub.DoAsync(Put("disk", "storage.gb-hours", 1))).Scale);

        hub.Plugins.Describe("app.disk", Some.Disk() with { Meters = [new("traffic.gb", "GB", 2, new LocalText("Traffic"))] });
        await hub.StartPluginAsync("app.disk");
        Assert.Contains("used by a published price plan", (await hub.DoAsync(new GetApplication.Query("disk"))).Application.Trouble, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_application_registers_its_own_meters_and_no_others(Engine engine)
    {
        await using var hub = await CatalogHub.StartAsync(engine);
        await hub.SellDiskAsync();
        hub.User.BeApplication("disk");
        Assert.Equal("api", (await hub.DoAsync(Put("disk", "faces.recognised", 0))).Source);
        Assert.Equal("application.not_found", (await hub.SendAsync(new GetApplication.Query("disk2"))).Error?.Code);

        hub.User.BeApplication("mail");
        Assert.Equal("application.not_found", (await hub.SendAsync(Put("disk", "traffic.gb", 9))).Error?.Code);
        Assert.Empty((await hub.DoAsync(new ListApplications.Query())).Items);
    }

    [Theory]
    [InlineData("nope", "m", 1, "application.not_found")]
    [InlineData("NOT A KEY", "m", 1, "application.not_found")]
    [InlineData("disk", "a b", 1, "meter.bad_key")]
    [InlineData("disk", "m", null, "meter.bad_scale")]
    [InlineData("disk", "m", 13, "meter.bad_scale")]
    public async Task A_bad_meter_is_refused(string application, string meter, int? scale, string code)
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        await hub.SellDiskAsync();
        Assert.Equal(code, (await hub.SendAsync(new PutMeter.Command(application, meter, new PutMeter.Body("GB", scale, Some.Name)))).Error?.Code);
    }

    [Fact]
    public async Task Credentials_are_for_usage_and_meters_of_a_known_application()
    {
        await using var hub = await CatalogHub.StartAsync(Engine.Sqlite);
        await hub.SellDiskAsync();
        Assert.Equal("billing.usage catalog.meters", (await hub.DoAsync(new CreateCredential.Command("disk"))).ClientSecret);
        Assert.Equal("application.not_found", (await hub.SendAsync(new CreateCredential.Command("other"))).Error?.Code);
    }

    private static PutMeter.Command Put(string application, string meter, int scale) => new(application, meter, new PutMeter.Body("GB", scale, Some.Name));
}
