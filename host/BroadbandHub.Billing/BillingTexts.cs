using BroadbandHub.Sdk;

namespace BroadbandHub.Billing;

/// <summary>The words of this module, in the reader's language.</summary>
internal static class BillingTexts
{
    internal static readonly Texts T = Texts.Of(typeof(BillingTexts).Assembly);
}
