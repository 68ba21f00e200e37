namespace BroadbandHub.Host;

/// <summary>Where things lie. The root is the nearest folder at or above the content root that has a plugins.json; the data folder is <c>Hub:DataFolder</c> or <c>.data</c> below the root.</summary>
internal sealed record HubPaths(string Root, string Data)
{
    public static HubPaths Find(IConfiguration configuration, string contentRoot)
    {
        var root = contentRoot;
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "plugins.json")))
            {
                root = folder.FullName;
                break;
            }
        }

        var data = Path.GetFullPath(configuration["Hub:DataFolder"] is { Length: > 0 } given ? given : Path.Combine(root, ".data"));
        Directory.CreateDirectory(data);
        return new(root, data);
    }
}
