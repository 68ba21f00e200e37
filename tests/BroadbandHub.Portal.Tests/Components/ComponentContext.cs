using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Portal.Tests.Components;

/// <summary>What page components need around them.</summary>
public abstract class ComponentContext : BunitContext
{
    protected ComponentContext()
    {
        Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        Read("en");
    }

    protected static void Read(string language) =>
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }
}
