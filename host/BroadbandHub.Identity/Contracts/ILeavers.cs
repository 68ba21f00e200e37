using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Hears of people who have left their organisation for good, so that what they held becomes free for others. Scoped; any number of them.</summary>
public interface ILeavers
{
    /// <summary>Inside the unit of work that takes the person's account away. Again is no error.</summary>
    Task LeaveAsync(PersonId person, CancellationToken cancellationToken);
}
