namespace BroadbandHub.Portal.Tests.Texts;

public sealed class TextsTests
{
    [Fact]
    public void Every_assembly_with_words_has_the_same_keys_in_English_and_Chinese()
    {
        var folders = TextFiles.FoldersBelow(TextFiles.Repository).ToList();

        Assert.Contains(folders, f => f.Contains("BroadbandHub.Portal", StringComparison.Ordinal));
        Assert.Empty(folders.SelectMany(TextFiles.ProblemsOf));
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there() =>
        Assert.Empty(TextFiles.FoldersBelow(TextFiles.Repository).SelectMany(TextFiles.MissingKeys));

    [Fact]
    public void A_missing_key_an_empty_text_and_a_lost_place_are_found()
    {
        var project = Directory.CreateTempSubdirectory("hub-texts-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(project, "Texts")).FullName;
        File.WriteAllText(Path.Combine(folder, "en.json"), """{"a": "A", "b": "{0} of {1}", "c": ""}""");
        File.WriteAllText(Path.Combine(folder, "zh.json"), """{"b": "{0}", "c": "丙", "d": "丁"}""");
        File.WriteAllText(Path.Combine(project, "Page.razor"), """<p>@T["a"] @T["not.there", 1] @T["c." + state]</p>""");

        Assert.Equal(4, TextFiles.ProblemsOf(Assert.Single(TextFiles.FoldersBelow(project))).Count());
        Assert.Contains("not.there", Assert.Single(TextFiles.MissingKeys(folder)), StringComparison.Ordinal);
        Directory.Delete(project, recursive: true);
    }
}
