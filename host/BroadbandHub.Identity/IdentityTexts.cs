using BroadbandHub.Sdk;

namespace BroadbandHub.Identity;

internal static class IdentityTexts
{
    internal static readonly Texts T = Texts.Of(typeof(IdentityTexts).Assembly);

    /// <summary>A text in both languages, for what is kept and read by others later.</summary>
    internal static LocalText Both(string key) => new(T.All("en")[key], T.All("zh").GetValueOrDefault(key));
}
