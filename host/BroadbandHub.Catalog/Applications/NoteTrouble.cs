using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Keeps the sentence that tells an operator what is wrong with a plugin's description.</summary>
internal static class NoteTrouble
{
    [NotLogged("A note of the hub to the operator, which comes again at each start until the plugin is mended.")]
    public sealed record Command(string PluginId, string Sentence) : ICommand<Done>;

    public sealed class Handler(CatalogDb db, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var sentence = command.Sentence.Length > 2000 ? command.Sentence[..2000] : command.Sentence;
            var trouble = await db.Troubles.FirstOrDefaultAsync(t => t.PluginId == command.PluginId, cancellationToken);
            if (trouble is null)
            {
                trouble = new DescriptorTrouble { PluginId = command.PluginId, Sentence = sentence };
                db.Troubles.Add(trouble);
            }

            (trouble.Sentence, trouble.At) = (sentence, clock.GetUtcNow());
            return Done.Instance;
        }
    }
}
