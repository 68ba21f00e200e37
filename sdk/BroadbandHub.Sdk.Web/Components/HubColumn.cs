using Microsoft.AspNetCore.Components;

namespace BroadbandHub.Sdk.Web.Components;

/// <summary>
/// A column of a <see cref="HubTable{TItem}"/>. Made by the page on each request and read by the table only; the reader chooses in the table which columns to see, and the address keeps it.
/// </summary>
/// <typeparam name="TItem">What a row shows.</typeparam>
/// <param name="Key">The name in the address (<c>sort</c>, <c>columns</c>): lower-case letters, digits and hyphens, unique in the table, the same in every language and version.</param>
/// <param name="Title">The head of the column, in the reader's language.</param>
/// <param name="Cell">What stands in a row; without the <c>td</c>. Called once a row; an exception fails the page.</param>
public sealed record HubColumn<TItem>(string Key, string Title, RenderFragment<TItem> Cell)
{
    /// <summary>True for figures: they stand at the right.</summary>
    public bool Number { get; init; }

    /// <summary>True when the page can sort by it: the head is then a link that sets <c>sort</c> to the key, or the key with a minus. The page does the sorting (<see cref="ListSort"/>).</summary>
    public bool Sorts { get; init; }

    /// <summary>True when it is shown only to those who choose it.</summary>
    public bool Hidden { get; init; }
}

/// <summary>The order that the address of a list asks for: <c>?sort=name</c>, or <c>?sort=-name</c> for the other way round.</summary>
/// <param name="Key">One of the list's sortable keys.</param>
/// <param name="Descending">True for the greatest first.</param>
public sealed record ListSort(string Key, bool Descending)
{
    /// <summary>Reads what the address says. Whatever is not one of the keys is the list's own order: old links keep working.</summary>
    /// <param name="asked">The value of the query parameter <c>sort</c>, or null.</param>
    /// <param name="own">The list's own order, such as <c>name</c> or <c>-created</c>.</param>
    /// <param name="keys">The keys that the list can sort by.</param>
    public static ListSort Read(string? asked, string own, params IReadOnlyCollection<string> keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(own);
        ArgumentNullException.ThrowIfNull(keys);
        return asked is { Length: > 0 and <= 100 } && keys.Contains(asked.TrimStart('-')) ? Of(asked) : Of(own);
    }

    /// <summary>As the address says it.</summary>
    public override string ToString() => Descending ? "-" + Key : Key;

    private static ListSort Of(string text) => new(text.TrimStart('-'), text[0] == '-');
}
