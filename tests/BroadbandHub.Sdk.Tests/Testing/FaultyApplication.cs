using BroadbandHub.Sdk.Testing;

namespace BroadbandHub.Sdk.Tests.Testing;

public enum ApplicationFault
{
    None,
    KeyChanges,
    MetersChange,
    DescriptionChanges,
    KeyHasCapitals,
    KeyIsTooLong,
    KeyEndsInALine,
    NoChineseName,
    NoChineseDescription,
    NoChineseMeterName,
    LaunchAddressIsRelative,
    LaunchAddressIsNoWebAddress,
    TicketAddressIsRelative,
    TicketAddressHasAFragment,
    TicketAddressChanges,
    TwoMetersWithOneKey,
    MeterKeyHasASlash,
    MeterHasNoUnit,
    ScaleIsNegative,
    ScaleIsTooFine,
    RolesChange,
    RoleKeyHasCapitals,
    RoleKeyIsTooLong,
    TwoRolesWithOneKey,
    TwoRolesByDefault,
    TooManyRoles,
    NoChineseRoleName,
    NoChineseRoleDescription,
}

/// <summary>An application that describes itself rightly, but for one chosen fault.</summary>
public class FaultyApplication : ApplicationConformance, IApplication
{
    private int descriptions;

    public ApplicationFault Fault { get; init; }

    public ApplicationDescriptor Describe()
    {
        descriptions++;
        var key = Fault switch
        {
            ApplicationFault.KeyChanges => $"disk-{descriptions}",
            ApplicationFault.KeyHasCapitals => "Disk",
            ApplicationFault.KeyIsTooLong => new string('a', 41),
            ApplicationFault.KeyEndsInALine => "disk\n",
            _ => "disk",
        };
        var launch = Fault switch
        {
            ApplicationFault.LaunchAddressIsRelative => new Uri("/open", UriKind.Relative),
            ApplicationFault.LaunchAddressIsNoWebAddress => new Uri("ftp://disk.example/open"),
            _ => new Uri("https://disk.example/open"),
        };
        return new(key, Words(ApplicationFault.NoChineseName), Fault == ApplicationFault.DescriptionChanges ? new($"Disk {descriptions}", "网盘") : Words(ApplicationFault.NoChineseDescription), launch, Meters()) { TicketUrl = Ticket(), Roles = Roles() };
    }

    protected override IApplication CreateApplication() => this;

    private Uri Ticket() => Fault switch
    {
        ApplicationFault.TicketAddressIsRelative => new Uri("/enter", UriKind.Relative),
        ApplicationFault.TicketAddressHasAFragment => new Uri("https://disk.example/enter#here"),
        ApplicationFault.TicketAddressChanges => new Uri($"https://disk.example/enter/{descriptions}"),
        _ => new Uri("https://disk.example/enter"),
    };

    private MeterDescriptor[] Meters()
    {
        var scale = Fault switch
        {
            ApplicationFault.ScaleIsNegative => -1,
            ApplicationFault.ScaleIsTooFine => 13,
            ApplicationFault.MetersChange => descriptions % 2,
            _ => 6,
        };
        return
        [
            new(Fault == ApplicationFault.MeterKeyHasASlash ? "traffic/gb" : "traffic.gb", Fault == ApplicationFault.MeterHasNoUnit ? " " : "GB", scale, Words(ApplicationFault.NoChineseMeterName)),
            new(Fault == ApplicationFault.TwoMetersWithOneKey ? "traffic.gb" : "requests", "1", 0, new("Requests", "请求")),
        ];
    }

    private ApplicationRole[] Roles() =>
    [
        new(
            Fault switch
            {
                ApplicationFault.RolesChange => $"editor-{descriptions}",
                ApplicationFault.RoleKeyHasCapitals => "Editor",
                ApplicationFault.RoleKeyIsTooLong => new string('e', 41),
                _ => "editor",
            },
            Words(ApplicationFault.NoChineseRoleName))
        {
            IsDefault = true, Description = Words(ApplicationFault.NoChineseRoleDescription),
        },
        new(Fault == ApplicationFault.TwoRolesWithOneKey ? "editor" : "reader", new("Reader", "读者")) { IsDefault = Fault == ApplicationFault.TwoRolesByDefault },
        .. Fault == ApplicationFault.TooManyRoles ? Enumerable.Range(0, 19).Select(i => new ApplicationRole($"r{i}", new("R", "角色"))) : [],
    ];

    private LocalText Words(ApplicationFault fault) => Fault == fault ? new("Disk") : new("Disk", "网盘");
}
