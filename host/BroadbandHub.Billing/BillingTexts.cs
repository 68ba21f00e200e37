using BroadbandHub.Sdk;

namespace BroadbandHub.Billing;

/// <summary>The words of this module, in both languages.</summary>
internal static class BillingTexts
{
    internal static readonly Texts T = Texts.Of(typeof(BillingTexts).Assembly);
}
