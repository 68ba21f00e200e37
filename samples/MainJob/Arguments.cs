namespace MainJob;

/// <summary>The command line.</summary>
internal sealed record Arguments(string Root, string? Usage, string? Output)
{
    public static Arguments? Read(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] is not ("--root" or "--usage" or "--output") || !given.TryAdd(args[i], args[i + 1]))
            {
                return null;
            }
        }

        return args.Length % 2 == 0 && given.TryGetValue("--root", out var root)
            ? new Arguments(root, given.GetValueOrDefault("--usage"), given.GetValueOrDefault("--output"))
            : null;
    }
}

/// <summary>What a story plays with.</summary>
internal sealed record House(string Root, string Work, string? Output, HubProgram Hub, HubApi Api, Figures Figures, AccountingMonth Month);

/// <summary>Something that ends the story: said as a sentence, not as a stack trace.</summary>
internal sealed class StoryException(string message) : Exception(message);
