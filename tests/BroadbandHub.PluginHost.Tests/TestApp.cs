using BroadbandHub.PluginHost.Contracts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>What the shell does with a plugin's page, without a layout.</summary>
public sealed class TestApp : ComponentBase
{
    [CascadingParameter]
    public HttpContext? Context { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (Context?.Features.Get<PluginPageLease>() is { } page)
        {
            builder.OpenComponent<DynamicComponent>(0);
            builder.AddComponentParameter(1, nameof(DynamicComponent.Type), page.Component);
            builder.AddComponentParameter(2, nameof(DynamicComponent.Parameters), page.Parameters.ToDictionary(p => p.Key, p => p.Value!));
            builder.CloseComponent();
        }
        else
        {
            builder.AddContent(3, "no such page");
        }
    }
}

/// <summary>Only its route counts.</summary>
[Route("/s/{Plugin}/{*Path}")]
public sealed class TestPluginPage : ComponentBase
{
    [Parameter]
    public string Plugin { get; set; } = "";

    [Parameter]
    public string? Path { get; set; }
}
