using BroadbandHub.Sdk;

namespace BroadbandHub.Identity;

internal static class IdentityTexts
{
    internal static readonly Texts T = Texts.Of(typeof(IdentityTexts).Assembly);
}
