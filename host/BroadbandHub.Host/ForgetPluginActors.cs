using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;

namespace BroadbandHub.Host;

/// <summary>The plugin host stands below Identity and does not know its people: here it hears that one is erased.</summary>
internal sealed class ForgetPluginActors(IPluginActors actors) : IForgetPeople
{
    public Task ForgetAsync(ErasedPerson person, CancellationToken cancellationToken) => actors.ForgetAsync(person.Name, cancellationToken);
}
