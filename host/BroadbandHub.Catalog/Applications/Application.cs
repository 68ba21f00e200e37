using System.Text.Json;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Applications;

/// <summary>An application, as its plugin described it last.</summary>
internal sealed class Application
{
    public required string Key { get; init; }

    public required string PluginId { get; set; }

    public required string NameEn { get; set; }

    public string? NameZh { get; set; }

    public string DescriptionEn { get; set; } = "";

    public string? DescriptionZh { get; set; }

    public string? LaunchUrl { get; set; }

    /// <summary>What people can be in it, as JSON.</summary>
    public string RolesJson { get; set; } = "[]";

    /// <summary>The partner that runs it and manages its credentials; the operator says which.</summary>
    public PartnerId? PartnerId { get; set; }

    public bool HasProvisioner { get; set; }

    public DateTimeOffset DescribedAt { get; set; }

    public LocalText Name => new(NameEn, NameZh);

    public LocalText Description => new(DescriptionEn, DescriptionZh);

    public IReadOnlyList<ApplicationRole> Roles
    {
        get => JsonSerializer.Deserialize<List<ApplicationRole>>(RolesJson)!;
        set => RolesJson = JsonSerializer.Serialize(value);
    }

    public ApplicationView ToView() => new(Key, PluginId, Name, Description, LaunchUrl is null ? null : new Uri(LaunchUrl), HasProvisioner) { Roles = Roles };
}

internal enum MeterSource
{
    Plugin,
    Api,
}

/// <summary>A meter of an application. It is never deleted: price plans and bills name it.</summary>
internal sealed class MeterRow
{
    public required string ApplicationKey { get; init; }

    public required string Key { get; init; }

    public required string Unit { get; set; }

    public int Scale { get; set; }

    public required string NameEn { get; set; }

    public string? NameZh { get; set; }

    public MeterSource Source { get; set; }

    /// <summary>Named by a published plan: from now on the scale can only grow, because accepted quantities must stay exact.</summary>
    public bool IsPriced { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public Meter ToMeter() => new(ApplicationKey, Key, Unit, Scale, new LocalText(NameEn, NameZh));

    /// <summary>Takes over what the meter's owner says now, or says why not.</summary>
    public HubError? Change(string unit, int scale, LocalText name, MeterSource source, DateTimeOffset now)
    {
        if (IsPriced && scale < Scale)
        {
            return HubError.Conflict(
                "meter.scale_shrinks",
                $"Meter '{Key}' counts with {Scale} decimals and is used by a published price plan; {scale} decimals would make quantities inexact. Keep {Scale} or more.");
        }

        (Unit, Scale, NameEn, NameZh, Source, ChangedAt) = (unit, scale, name.English, name.Chinese, source, now);
        return null;
    }
}

/// <summary>What is wrong with a plugin's description of its application; there until a good one comes.</summary>
internal sealed class DescriptorTrouble
{
    public required string PluginId { get; init; }

    public required string Sentence { get; set; }

    public DateTimeOffset At { get; set; }
}
