using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace BroadbandHub.Sdk.Testing;

/// <summary>Remembers what a plugin publishes, after the checks that the hub makes.</summary>
public sealed class FakeEventPublisher : IEventPublisher
{
    private readonly ConcurrentQueue<PublishedEvent> published = [];
    private readonly Manifest manifest;

    internal FakeEventPublisher(Manifest manifest) => this.manifest = manifest;

    /// <summary>What was published, in order.</summary>
    public IReadOnlyCollection<PublishedEvent> Published => published;

    /// <inheritdoc/>
    public Task PublishAsync(string eventName, string subject, string json, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(json);
        cancellationToken.ThrowIfCancellationRequested();
        if (!manifest.Publishes.Contains(eventName))
        {
            throw new InvalidOperationException($"plugin.json does not list '{eventName}' under publishes.");
        }

        if (subject.Length is 0 or > 100)
        {
            throw new ArgumentException("A subject has 1 to 100 characters.", nameof(subject));
        }

        using (var document = JsonDocument.Parse(json))
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object || Encoding.UTF8.GetByteCount(json) > 64 * 1024)
            {
                throw new ArgumentException("The body is a JSON object of at most 64 KiB.", nameof(json));
            }
        }

        published.Enqueue(new PublishedEvent(eventName, subject, json));
        return Task.CompletedTask;
    }
}

/// <summary>An event that a plugin published.</summary>
/// <param name="Name">The name without the plugin's id.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Json">The body.</param>
public sealed record PublishedEvent(string Name, string Subject, string Json);
