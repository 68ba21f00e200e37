namespace BroadbandHub.Identity.Keys;

/// <summary>A key that every node needs: data protection (cookies, forms), signing and encryption of tokens.</summary>
internal sealed class StoredKey
{
    public string Name { get; set; } = "";

    public string Purpose { get; set; } = "";

    public string Content { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }
}
