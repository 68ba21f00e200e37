using System.Text;
using System.Text.Json;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Events;

/// <summary>Stores a plugin's own events for the plugins that handle them, in a transaction of its own.</summary>
internal sealed class EventPublisher(PluginManifest manifest, IServiceScopeFactory scopes, TimeProvider clock) : IEventPublisher
{
    private const int MostBytes = 64 * 1024;
    private const int LongestSubject = 100;

    public async Task PublishAsync(string eventName, string subject, string json, CancellationToken cancellationToken)
    {
        if (!manifest.Publishes.Contains(eventName))
        {
            throw new InvalidOperationException($"plugin.json does not list the event \"{eventName}\" under \"publishes\".");
        }

        if (string.IsNullOrWhiteSpace(subject) || subject.Length > LongestSubject)
        {
            throw new ArgumentException($"The subject of an event has 1 to {LongestSubject} characters.", nameof(subject));
        }

        CheckJson(json);
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        var message = new PluginMessage($"{manifest.Id}/{eventName}", subject, json, clock.GetUtcNow());
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await outbox.AddAsync(message, cancellationToken);
                return true;
            },
            _ => true,
            cancellationToken);
    }

    private static void CheckJson(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) > MostBytes)
        {
            throw new ArgumentException("The body of an event has at most 64 KiB.", nameof(json));
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("The body of an event must be a JSON object.", nameof(json));
            }
        }
        catch (JsonException)
        {
            throw new ArgumentException("The body of an event is not valid JSON.", nameof(json));
        }
    }
}
