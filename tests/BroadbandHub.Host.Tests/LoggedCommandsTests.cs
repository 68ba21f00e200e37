using System.Reflection;
using System.Text.RegularExpressions;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests;

/// <summary>Every command of the house is logged under a name that people can read, or says why not.</summary>
public sealed partial class LoggedCommandsTests
{
    private static readonly string Root = FindRoot();

    private static readonly string[] Modules = [.. Directory.GetDirectories(Path.Combine(Root, "host"), "BroadbandHub.*").Select(d => Path.GetFileName(d)!)];

    [Fact]
    public void Every_command_has_a_log_kind_or_a_reason_for_none()
    {
        var commands = Modules.Select(m => Assembly.Load(m)).SelectMany(a => a.GetTypes()).Where(IsCommand).ToList();
        Assert.True(commands.Count > 30, $"Only {commands.Count} commands were found.");
        var known = Kinds().Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
        var wrong = commands.SelectMany(c => Check(c, known)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void A_command_without_kind_reason_or_known_name_is_seen()
    {
        HashSet<string> known = ["known.kind"];
        Assert.NotEmpty(Check(typeof(Silent), known));
        Assert.NotEmpty(Check(typeof(NoReason), known));
        Assert.NotEmpty(Check(typeof(UnknownKind), known));
        Assert.NotEmpty(Check(typeof(Both), known));
        Assert.Empty(Check(typeof(Fine), known));
    }

    [Fact]
    public void Every_kind_field_and_subject_that_the_sources_name_has_its_words_in_both_languages()
    {
        using var services = Services();
        var kinds = services.GetServices<ChangeKind>().ToList();
        var fields = services.GetServices<ChangeField>().ToList();
        var subjects = services.GetServices<ChangeSubject>().ToList();
        Assert.Empty(kinds.GroupBy(k => k.Key).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(kinds, k => Assert.True(k.Key.Length <= 60 && k.Sentence.Chinese is { Length: > 0 }, k.Key));
        Assert.All(fields, f => Assert.True(f.Name.Chinese is { Length: > 0 }, f.Key));
        Assert.All(subjects, s => Assert.True(s.Name.Chinese is { Length: > 0 }, s.Key));
        Assert.All(kinds, k => Assert.Equal(Places(k.Sentence.English), Places(k.Sentence.Chinese!)));

        var sources = Directory.GetFiles(Path.Combine(Root, "host"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(s => Fields().Matches(s)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(named.Except(fields.Select(f => f.Key)));
        Assert.Empty(kinds.SelectMany(k => Places(k.Sentence.English)).Where(p => p != "subject").Except(fields.Select(f => f.Key)));
        Assert.Empty(sources.SelectMany(s => Subjects().Matches(s)).Select(m => m.Groups[1].Value).Except(subjects.Select(s => s.Key)));
        Assert.Empty(sources.SelectMany(s => As().Matches(s)).SelectMany(m => m.Groups[1].Captures).Select(c => c.Value).Except(kinds.Select(k => k.Key)));
    }

    private static bool IsCommand(Type type) => !type.IsInterface && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));

    private static IEnumerable<string> Check(Type command, HashSet<string> known)
    {
        var (logged, not) = (command.GetCustomAttribute<LoggedAttribute>(), command.GetCustomAttribute<NotLoggedAttribute>());
        if ((logged is null) == (not is null))
        {
            yield return $"{command.FullName}: say [Logged(kind)], or [NotLogged(reason)]";
        }

        if (not?.Reason.Length < 20)
        {
            yield return $"{command.FullName}: the reason is no sentence";
        }

        if (logged is not null && !known.Contains(logged.Kind))
        {
            yield return $"{command.FullName}: no module registers the kind {logged.Kind}";
        }
    }

    private static List<ChangeKind> Kinds()
    {
        using var services = Services();
        return [.. services.GetServices<ChangeKind>()];
    }

    private static ServiceProvider Services()
    {
        var folder = Directory.CreateTempSubdirectory("hub-kinds-").FullName;
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration["Hub:DataFolder"] = folder;
            builder.AddHub(HubPaths.Find(builder.Configuration, Path.Combine(Root, "host", "BroadbandHub.Host")));
            return builder.Services.BuildServiceProvider();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Places(string sentence) => [.. Place().Matches(sentence).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BroadbandHub.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private sealed record Silent : ICommand<int>;

    [NotLogged("no")]
    private sealed record NoReason : ICommand<int>;

    [Logged("unknown.kind")]
    private sealed record UnknownKind : ICommand<int>;

    [Logged("known.kind"), NotLogged("Because it is only an example of a command.")]
    private sealed record Both : ICommand<int>;

    [Logged("known.kind")]
    private sealed record Fine : ICommand<int>;

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Place();

    [GeneratedRegex("""\.(?:Field|With)\("([a-z_]+)",""")]
    private static partial Regex Fields();

    [GeneratedRegex("""\.About\("([a-z_]+)",""")]
    private static partial Regex Subjects();

    [GeneratedRegex("""\.As\((?:[^")]*"([a-z_.]+)")+""")]
    private static partial Regex As();
}
