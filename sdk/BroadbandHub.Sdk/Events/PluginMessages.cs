namespace BroadbandHub.Sdk;

/// <summary>An event that a plugin published for other plugins: a versioned name and a JSON body. Plugins share no types of their own.</summary>
/// <param name="Name">The full name, <c>plugin-id/event@version</c>.</param>
/// <param name="Subject">What it is about; order is kept per subject.</param>
/// <param name="Json">The body, a JSON object (RFC 8259), at most 64 KiB of UTF-8.</param>
/// <param name="OccurredAt">When it was published, UTC.</param>
public sealed record PluginMessage(string Name, string Subject, string Json, DateTimeOffset OccurredAt);

/// <summary>Handles events of other plugins. You implement it; same duties as <see cref="IEventHandler{TEvent}"/>.</summary>
public interface IPluginMessageHandler
{
    /// <summary>Called at least once per message; see <see cref="IEventHandler{TEvent}.HandleAsync"/>.</summary>
    Task HandleAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken);
}

/// <summary>Publishes events of this plugin to the plugins that subscribed. You call it, from any thread.</summary>
public interface IEventPublisher
{
    /// <summary>Stores the message for every running plugin that handles it; when the task completes it is durable.</summary>
    /// <param name="eventName">The name without the plugin's id, such as <c>article-published@1</c>; the manifest lists it under <c>publishes</c>.</param>
    /// <param name="subject">What it is about, at most 100 characters.</param>
    /// <param name="json">The body, a JSON object, at most 64 KiB.</param>
    /// <param name="cancellationToken">Cancels before the message is stored.</param>
    /// <exception cref="InvalidOperationException">The manifest does not list the event.</exception>
    Task PublishAsync(string eventName, string subject, string json, CancellationToken cancellationToken);
}
