namespace BroadbandHub.Sdk;

/// <summary>The value of an <see cref="Outcome{T}"/> that has nothing to say but that it succeeded.</summary>
public readonly record struct Done
{
    /// <summary>The one value.</summary>
    public static Done Instance => default;
}
