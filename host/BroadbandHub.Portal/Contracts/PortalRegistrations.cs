using System.Reflection;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Contracts;

/// <summary>A permission that a module asks for: the name policies use, and what the people who grant it read.</summary>
public sealed record PermissionDefinition(string Name, LocalText Title, Audience Audience);

/// <summary>An entry in an audience's navigation that leads to a page of a host module.</summary>
public sealed record NavigationItem(
    Audience Audience, LocalText Group, LocalText Title, string Icon, string Href, string? Permission = null, int Order = 100);

/// <summary>An assembly with pages for the router.</summary>
public sealed record PortalAssembly(Assembly Assembly);
