using BroadbandHub.Sdk;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Partners;

internal static class PartnerWords
{
    public static LocalText Of(PartnerState state) => Both("partner.state." + state);
}
