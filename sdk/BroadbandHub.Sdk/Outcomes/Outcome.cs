using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>Either a value or an expected refusal.</summary>
/// <typeparam name="T">The value of success.</typeparam>
public sealed class Outcome<T> : IOutcome<Outcome<T>>
{
    private readonly T? value;

    private Outcome(T? value, HubError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>True when there is a value and <see cref="Error"/> is null.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The refusal, or null.</summary>
    public HubError? Error { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">This outcome is a refusal.</exception>
    public T Value => IsOk ? value! : throw new InvalidOperationException($"The outcome is a refusal: {Error.Code}: {Error.Message}");

    /// <summary>An outcome with a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>An outcome that is a refusal.</summary>
    public static implicit operator Outcome<T>(HubError error) => new(default, error);

    /// <inheritdoc/>
    public static Outcome<T> Refused(HubError error) => error;

    /// <summary>Calls one of the two functions and returns what it returns.</summary>
    public TResult Match<TResult>(Func<T, TResult> ok, Func<HubError, TResult> refused) => IsOk ? ok(value!) : refused(Error);
}
