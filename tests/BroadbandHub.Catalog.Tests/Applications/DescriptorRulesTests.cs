using BroadbandHub.Catalog.Applications;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Tests.Applications;

public sealed class DescriptorRulesTests
{
    private static readonly LocalText Text = new("A name");

    public static TheoryData<string, string?> Descriptors => new()
    {
        { "good", null },
        { "null", "application.no_descriptor" },
        { "key:Disk", "application.bad_key" },
        { "key:", "application.bad_key" },
        { "key:disk_1", "application.bad_key" },
        { "key:-disk", "application.bad_key" },
        { "key:disk\n", "application.bad_key" },
        { "key:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "application.bad_key" },
        { "name: ", "text.missing" },
        { "longname", "text.too_long" },
        { "url:ftp://disk.example/", "application.bad_url" },
        { "url:javascript:alert(1)", "application.bad_url" },
        { "url:https://user:secret@disk.example/", "application.bad_url" },
        { "url:/relative", "application.bad_url" },
        { "url:http://disk.example/", null },
        { "twice", "application.duplicate_meter" },
        { "nullmeter", "application.bad_meter" },
        { "role:editor", null },
        { "role:read-only", null },
        { "role:Editor", "application.bad_role" },
        { "role:two words", "application.bad_role" },
        { "role:-x", "application.bad_role" },
        { "role:", "application.bad_role" },
        { "role:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "application.bad_role" },
        { "nullrole", "application.bad_role" },
        { "longrole", "application.bad_role" },
        { "namelessrole", "text.missing" },
        { "rolenamenull", "text.missing" },
        { "tworoles", "application.duplicate_role" },
        { "defaultroles", "application.two_default_roles" },
        { "manyroles", "application.too_many_roles" },
        { "nullroles", null },
    };

    public static TheoryData<string?, string?, int, string?> Meters => new()
    {
        { "storage.gb-hours", "GB·h", 6, null },
        { "UPPER_lower-1.2", "x", 12, null },
        { "m", "x", 0, null },
        { "", "x", 0, "meter.bad_key" },
        { null, "x", 0, "meter.bad_key" },
        { "with space", "x", 0, "meter.bad_key" },
        { "slash/ed", "x", 0, "meter.bad_key" },
        { "m", "", 0, "meter.bad_unit" },
        { "m", null, 0, "meter.bad_unit" },
        { "m", "x", -1, "meter.bad_scale" },
        { "m", "x", 13, "meter.bad_scale" },
    };

    [Theory, MemberData(nameof(Descriptors))]
    public void A_description_is_checked_whole(string what, string? code) => Assert.Equal(code, DescriptorRules.Check(Descriptor(what))?.Code);

    [Theory, MemberData(nameof(Meters))]
    public void A_meter_is_checked(string? key, string? unit, int scale, string? code) => Assert.Equal(code, DescriptorRules.CheckMeter(key, unit, scale, Text)?.Code);

    [Theory]
    [InlineData("https://disk.example/in", "https://disk.example/out", "https://disk.example/ended", null)]
    [InlineData("https://disk.example/in#part", "https://disk.example/out", "https://disk.example/ended", "application.bad_url")]
    [InlineData("javascript:alert(1)", "https://disk.example/out", "https://disk.example/ended", "application.bad_url")]
    [InlineData("https://disk.example/in", "/out", "https://disk.example/ended", "application.bad_url")]
    [InlineData("https://disk.example/in", "https://disk.example/out", "ftp://disk.example/ended", "application.bad_url")]
    [InlineData(null, "https://disk.example/out", "https://disk.example/ended", "application.bad_sign_on")]
    public void Addresses_for_sign_on_are_whole_and_of_the_web(string? redirect, string after, string ended, string? code)
    {
        Uri[] redirects = redirect is null ? [] : [new Uri(redirect, UriKind.RelativeOrAbsolute)];
        var signOn = new SignOnDescriptor(redirects, [new Uri(after, UriKind.RelativeOrAbsolute)], new Uri(ended));
        Assert.Equal(code, DescriptorRules.Check(Some.Disk() with { SignOn = signOn })?.Code);
    }

    [Theory]
    [InlineData("https://disk.example/enter", null)]
    [InlineData("https://disk.example/enter?from=hub", null)]
    [InlineData("https://disk.example/enter#part", "application.bad_url")]
    [InlineData("javascript:alert(1)", "application.bad_url")]
    [InlineData("/enter", "application.bad_url")]
    public void The_address_for_tickets_is_whole_and_of_the_web_and_stands_in_for_redirect_addresses(string address, string? code)
    {
        var disk = Some.Disk() with { TicketUrl = new Uri(address, UriKind.RelativeOrAbsolute), SignOn = new([], [], new Uri("https://disk.example/ended")) };
        Assert.Equal(code, DescriptorRules.Check(disk)?.Code);
        Assert.Equal("application.bad_sign_on", DescriptorRules.Check(disk with { TicketUrl = null })?.Code);
        Assert.Null(DescriptorRules.Check(Some.Disk() with { TicketUrl = new Uri("https://disk.example/enter") }));
    }

    private static ApplicationDescriptor? Descriptor(string what)
    {
        var good = Some.Disk();
        var meter = good.Meters[0];
        var value = what[(what.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return what.Split(':')[0] switch
        {
            "null" => null,
            "key" => good with { Key = value },
            "name" => good with { Name = new LocalText(value) },
            "longname" => good with { Name = new LocalText(new string('x', 201)) },
            "url" => good with { LaunchUrl = new Uri(value, UriKind.RelativeOrAbsolute) },
            "twice" => good with { Meters = [meter, meter] },
            "role" => good with { Roles = [new(value, Text)] },
            "nullrole" => good with { Roles = [null!] },
            "longrole" => good with { Roles = [new("editor", Text) { Description = new(new string('x', 501)) }] },
            "namelessrole" => good with { Roles = [new("editor", new(" "))] },
            "rolenamenull" => good with { Roles = [new("editor", null!)] },
            "tworoles" => good with { Roles = [new("editor", Text), new("editor", Text)] },
            "defaultroles" => good with { Roles = [new("editor", Text) { IsDefault = true }, new("reader", Text) { IsDefault = true }] },
            "manyroles" => good with { Roles = [.. Enumerable.Range(0, 21).Select(i => new ApplicationRole($"r{i}", Text))] },
            "nullroles" => good with { Roles = null! },
            "nullmeter" => good with { Meters = [null!] },
            _ => good,
        };
    }
}
