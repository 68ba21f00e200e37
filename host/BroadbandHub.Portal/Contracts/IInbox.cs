namespace BroadbandHub.Portal.Contracts;

/// <summary>What waits for the person who looks at the page. Scoped; implemented by the module that keeps the inbox; asked once a page.</summary>
public interface IInbox
{
    /// <summary>How many things wait. Counting stops at 100.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);
}
