using BroadbandHub.Sdk;

namespace BroadbandHub.Portal;

internal static class PortalTexts
{
    internal static readonly Texts T = Texts.Of(typeof(PortalTexts).Assembly);
}
