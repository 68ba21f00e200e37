using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Who looks at the page, as far as the shell needs to know. Scoped; implemented by the module that keeps the accounts.</summary>
public interface IViewer
{
    bool IsSignedIn { get; }

    /// <summary>The person's name, or an empty text.</summary>
    string Name { get; }

    /// <summary>The organisation's name for the account menu, or null.</summary>
    string? Organisation { get; }

    Audience Audience { get; }

    bool Can(string permission);
}
