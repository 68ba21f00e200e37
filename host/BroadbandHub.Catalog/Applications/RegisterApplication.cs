using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Takes over what a running plugin says of its application: all of it, or nothing and a reason.</summary>
internal static class RegisterApplication
{
    [NotLogged("A plugin says it again at each start; that the plugin was enabled or upgraded is logged.")]
    public sealed record Command(string PluginId, ApplicationDescriptor? Descriptor, bool HasProvisioner) : ICommand<Done>;

    public sealed class Handler(CatalogDb db, ISignOns signOns, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (DescriptorRules.Check(command.Descriptor) is { } bad)
            {
                return bad;
            }

            var said = command.Descriptor!;
            var now = clock.GetUtcNow();
            await db.LockApplicationAsync(said.Key, cancellationToken);
            var application = await db.Applications.FirstOrDefaultAsync(a => a.Key == said.Key, cancellationToken);
            if (application is not null && application.PluginId != command.PluginId)
            {
                return HubError.Conflict(
                    "application.key_taken",
                    $"The application key '{said.Key}' belongs to plugin '{application.PluginId}'. Give this plugin's application another key, or remove the other plugin.");
            }

            if (application is null)
            {
                application = new Application { Key = said.Key, PluginId = command.PluginId, NameEn = said.Name.English };
                db.Applications.Add(application);
            }

            (application.NameEn, application.NameZh) = (said.Name.English.Trim(), Blank(said.Name.Chinese));
            (application.DescriptionEn, application.DescriptionZh) = (said.Description?.English ?? "", Blank(said.Description?.Chinese));
            application.LaunchUrl = said.LaunchUrl?.AbsoluteUri;
            application.Roles = [.. (said.Roles ?? []).Select(r => r with { Name = new(r.Name.English.Trim(), Blank(r.Name.Chinese)) })];
            application.HasProvisioner = command.HasProvisioner;
            application.DescribedAt = now;
            await signOns.DescribeAsync(AddressesOf(said), cancellationToken);
            return await TakeMetersAsync(said, now, cancellationToken) is { } refused ? refused : await ForgetTroubleAsync(command.PluginId, cancellationToken);
        }

        private static SignOnAddresses AddressesOf(ApplicationDescriptor said) => new(
            said.Key, said.Name, [.. said.SignOn?.RedirectUris.Select(u => u.AbsoluteUri) ?? []], [.. said.SignOn?.PostLogoutRedirectUris.Select(u => u.AbsoluteUri) ?? []],
            said.SignOn?.BackChannelLogoutUri?.AbsoluteUri, said.TicketUrl?.AbsoluteUri);

        private async Task<HubError?> TakeMetersAsync(ApplicationDescriptor said, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var known = await db.Meters.Where(m => m.ApplicationKey == said.Key).ToDictionaryAsync(m => m.Key, StringComparer.Ordinal, cancellationToken);
            foreach (var meter in said.Meters ?? [])
            {
                if (!known.TryGetValue(meter.Key, out var row))
                {
                    row = new MeterRow { ApplicationKey = said.Key, Key = meter.Key, Unit = meter.Unit, NameEn = meter.Name.English };
                    db.Meters.Add(row);
                }

                if (row.Change(meter.Unit, meter.Scale, meter.Name, MeterSource.Plugin, now) is { } refused)
                {
                    return refused;
                }
            }

            return null;
        }

        private async Task<Outcome<Done>> ForgetTroubleAsync(string pluginId, CancellationToken cancellationToken)
        {
            var trouble = await db.Troubles.FirstOrDefaultAsync(t => t.PluginId == pluginId, cancellationToken);
            if (trouble is not null)
            {
                db.Troubles.Remove(trouble);
            }

            return Done.Instance;
        }

        private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
