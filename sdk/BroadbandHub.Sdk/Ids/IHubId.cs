namespace BroadbandHub.Sdk;

/// <summary>
/// What every id of the hub has in common: 16 bytes (UUID version 7, RFC 9562) and a text form with a type prefix,
/// such as <c>sub_01k5x0ykz2e8rvn3j6r8q4m7aw</c> (prefix, underscore, 26 characters of Crockford base32 in lower case).
/// Ids of different kinds are different types and never equal.
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IHubId<TSelf> : IParsable<TSelf>, IEquatable<TSelf>
    where TSelf : struct, IHubId<TSelf>
{
    /// <summary>The 16 bytes, never <see cref="Guid.Empty"/> in an id that was parsed or made.</summary>
    Guid Value { get; }

    /// <summary>The type prefix of the text form, without the underscore; lower-case ASCII letters.</summary>
    static abstract string Prefix { get; }

    /// <summary>Wraps a value that is known to be an id of this kind, for example one read from the database.</summary>
    /// <param name="value">The 16 bytes.</param>
    static abstract TSelf From(Guid value);

    /// <summary>Makes a new id whose first 48 bits are the clock's milliseconds since 1970, so that ids sort by creation.</summary>
    /// <param name="clock">The hub's clock.</param>
    static abstract TSelf New(TimeProvider clock);
}
