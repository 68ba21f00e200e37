using BroadbandHub.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Contracts;

/// <summary>Which of the two logs a change belongs to.</summary>
public enum ChangeBook
{
    /// <summary>What is done for customers and partners.</summary>
    Business,

    /// <summary>Who may do what, and how the hub is set up: people, roles, plugins, settings, keys, credentials.</summary>
    Administration,
}

/// <summary>A kind of change that the logs know. Register with <see cref="ChangeKinds.AddChanges"/>.</summary>
/// <param name="Key">Stable, such as <c>orders.seat.assigned</c>; at most 60 characters.</param>
/// <param name="Sentence">What happened: "Gave {person} a seat on {subject}". <c>{subject}</c> is the subject's name, any other word the new value of that field.</param>
public sealed record ChangeKind(string Key, ChangeBook Book, LocalText Sentence);

/// <summary>The name of a field whose value before and after is logged, such as <c>roles</c>.</summary>
/// <param name="OperatorOnly">What the operator thinks of somebody, or tells only its own people: an enterprise or partner that reads the line does not see it.</param>
public sealed record ChangeField(string Key, LocalText Name, bool OperatorOnly = false);

/// <summary>A kind of thing that changes are about, such as <c>subscription</c>.</summary>
/// <param name="ConsoleHref">Its page in the console, with <c>{id}</c>; null when it has none.</param>
public sealed record ChangeSubject(string Key, LocalText Name, string? ConsoleHref);

/// <summary>The command is logged as this kind, unless its handler names another (<see cref="Change.As"/>) or says that nothing changed.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LoggedAttribute(string kind) : Attribute
{
    public string Kind => kind;
}

/// <summary>The command leaves no trace in the logs, because of this reason.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotLoggedAttribute(string reason) : Attribute
{
    public string Reason => reason;
}

/// <summary>How a module says what its changes are called.</summary>
public static class ChangeKinds
{
    public static IServiceCollection AddChanges(this IServiceCollection services, IEnumerable<ChangeKind> kinds, IEnumerable<ChangeSubject> subjects, IEnumerable<ChangeField> fields)
    {
        foreach (var kind in kinds)
        {
            services.AddSingleton(kind);
        }

        foreach (var subject in subjects)
        {
            services.AddSingleton(subject);
        }

        foreach (var field in fields)
        {
            services.AddSingleton(field);
        }

        return services;
    }
}
