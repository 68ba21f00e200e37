using System.Text.Json.Nodes;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Tests;

public sealed class AdmissionTests : IDisposable
{
    private readonly TestPluginFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Theory]
    [InlineData("test.echo", "1.0.0", "Echo.EchoPlugin")]
    [InlineData("test.notes", "1.0.0", "Notes.NotesPlugin")]
    [InlineData("test.notes", "2.0.0", "Notes.NotesPlugin")]
    [InlineData("test.troubled", "1.0.0", "Troubled.TroubledPlugin")]
    [InlineData("test.library-1", "1.0.0", "UsesLibrary.LibraryPlugin")]
    public void A_good_folder_is_admitted_without_loading_anything(string id, string version, string entry)
    {
        Assert.Equal(entry, Admit.Folder(folders.Copy(id, version)).EntryType);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetType(entry) is not null && !a.IsCollectible);
    }

    [Fact]
    public void A_plugin_that_uses_a_member_which_this_hub_lacks_is_rejected_with_the_members_name() =>
        Assert.Contains("the member BroadbandHub.Sdk.IPluginSetup.Teleport of the SDK, which this hub does not have; update the hub", Rejection(folders.Copy("test.missing-member")), StringComparison.Ordinal);

    [Fact]
    public void A_plugin_whose_library_uses_a_member_which_this_hub_lacks_is_rejected_too() =>
        Assert.Equal(
            "Teleporting.dll uses the member BroadbandHub.Sdk.IPluginSetup.Teleport of the SDK, which this hub does not have; update the hub, or build the plugin against the hub's SDK version.",
            Rejection(folders.Copy("test.missing-in-library")));

    [Fact]
    public void A_native_library_beside_the_plugin_is_none_of_admissions_business()
    {
        var folder = folders.Copy("test.echo");
        File.WriteAllBytes(Path.Combine(folder, "native.dll"), [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]);
        Assert.Equal("Echo.EchoPlugin", Admit.Folder(folder).EntryType);
    }

    [Fact]
    public void A_plugin_for_a_newer_SDK_is_rejected() =>
        Assert.Equal("The plugin is built for SDK 0.2, this hub has SDK 0.1; update the hub.", Rejection(folders.Copy("test.echo", manifest: m => m["sdk"] = "0.2")));

    [Fact]
    public void A_folder_with_a_private_copy_of_the_SDK_is_rejected()
    {
        var folder = folders.Copy("test.echo");
        File.Copy(typeof(Sdk.IPlugin).Assembly.Location, Path.Combine(folder, "BroadbandHub.Sdk.dll"));
        Assert.StartsWith("The folder holds a copy of BroadbandHub.Sdk.dll, which the hub provides", Rejection(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_names_another_version_than_its_folder_is_rejected()
    {
        var folder = folders.Copy("test.echo", manifest: m => m["version"] = "3.0.0");
        Assert.Equal("plugin.json says test.echo 3.0.0, but it lies in the folder test.echo/1.0.0; the folder must be test.echo/3.0.0.", Rejection(folder));
    }

    [Fact]
    public void A_folder_without_its_list_of_libraries_is_rejected()
    {
        var folder = folders.Copy("test.echo");
        File.Delete(Path.Combine(folder, "Echo.deps.json"));
        Assert.Contains("Echo.deps.json is missing", Rejection(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_out_of_the_folder_is_rejected()
    {
        var folder = folders.Copy("test.echo");
        File.CreateSymbolicLink(Path.Combine(folder, "readme.txt"), "/etc/hostname");
        Assert.Contains("readme.txt is a link that leads out", Rejection(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_is_no_plugin_is_rejected() =>
        Assert.Contains("TestLibrary.dll does not reference BroadbandHub.Sdk", Rejection(WithAssembly("TestLibrary.dll")), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_assembly_is_rejected()
    {
        var folder = folders.Copy("test.echo");
        File.WriteAllText(Path.Combine(folder, "Echo.dll"), "MZ no assembly at all");
        Assert.Equal("Echo.dll is not a .NET assembly; build and lay out the plugin again.", Rejection(folder));
    }

    [Theory]
    [InlineData("id", "../evil", "\"id\" is \"../evil\"")]
    [InlineData("version", "1.0", "\"version\" is \"1.0\"; it must be like 1.2.3")]
    [InlineData("assembly", "../Echo.dll", "\"assembly\" must name a .dll that lies beside plugin.json")]
    [InlineData("sdk", "one", "\"sdk\" is \"one\"")]
    [InlineData("provides", "application", "\"provides\" must be a list")]
    [InlineData("shoesize", "42", "has an unknown field \"shoesize\"")]
    public void A_manifest_with_a_mistake_says_where(string field, string value, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<RejectedException>(() => ManifestReader.Read(Manifest(m => m[field] = value))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_manifest_that_is_no_JSON_says_in_which_line() =>
        Assert.Equal("plugin.json is not valid JSON at line 2, position 3.", Assert.Throws<RejectedException>(() => ManifestReader.Read("{\n  oops"u8.ToArray())).Message);

    [Theory]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"\ud800":"x"}""")]
    [InlineData("""{"id":"a.b","version":"1.0.0","sdk":"0.1","assembly":"A.dll","name":{"en":"\ud800"}}""")]
    [InlineData("""{"id":"a.b","version":"1.0.0","sdk":"0.1","assembly":"A.dll","name":{"en":"A"},"owner":"\udc00"}""")]
    public void A_manifest_with_half_a_character_is_rejected(string json) =>
        Assert.Contains("only half a character", Assert.Throws<RejectedException>(() => ManifestReader.Read(System.Text.Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_may_not_have_a_default() =>
        Assert.Contains("\"settings[0].default\" is not allowed for a secret", Assert.Throws<RejectedException>(() => ManifestReader.Read(Manifest(m =>
            m["settings"] = new JsonArray(new JsonObject { ["key"] = "k", ["type"] = "secret", ["default"] = "x" })))).Message, StringComparison.Ordinal);

    [Fact]
    public void Plugins_that_need_each_other_are_rejected_and_others_are_not()
    {
        var refusals = Dependencies.Refusals([Requiring("a", "b", "*"), Requiring("b", "c", "*"), Requiring("c", "a", "*"), Requiring("d", "a", "*"), Requiring("e", "f", ">=2.0.0"), Requiring("f", null, "")]);
        Assert.Equal("The plugins need each other in a circle (a → b → c → a); remove one of these requirements from its plugin.json.", refusals["a"]);
        Assert.Equal("It needs the plugin a, which is rejected itself; see there.", refusals["d"]);
        Assert.Equal("It needs the plugin f in version >=2.0.0, but 1.0.0 is enabled; change the version of one of them.", refusals["e"]);
        Assert.False(refusals.ContainsKey("f"));
    }

    [Theory]
    [InlineData("1.2.3", ">=1.0.0 <2.0.0", true)]
    [InlineData("2.0.0", ">=1.0.0 <2.0.0", false)]
    [InlineData("2.0.0-beta.1", "<2.0.0", true)]
    [InlineData("1.0.0", "*", true)]
    [InlineData("1.10.0", ">1.9.0", true)]
    public void A_range_contains_what_it_says(string version, string range, bool contains)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.True(SemVersion.TryParse(version, out var number));
        Assert.Equal(contains, parsed.Contains(number));
    }

    private static string Rejection(string folder) => Assert.Throws<RejectedException>(() => Admit.Folder(folder)).Message;

    private static byte[] Manifest(Action<JsonObject> change)
    {
        var json = JsonNode.Parse("""{"id":"a.b","version":"1.0.0","sdk":"0.1","assembly":"A.dll","name":{"en":"A"}}""")!.AsObject();
        change(json);
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static PluginManifest Requiring(string id, string? other, string range) => ManifestReader.Read(Manifest(m =>
    {
        m["id"] = id;
        if (other is not null)
        {
            m["requires"] = new JsonArray(new JsonObject { ["id"] = other, ["version"] = range });
        }
    }));

    private string WithAssembly(string assembly)
    {
        var folder = folders.Copy("test.library-1", manifest: m => m["assembly"] = assembly);
        File.WriteAllText(Path.Combine(folder, Path.ChangeExtension(assembly, ".deps.json")), "{}");
        return folder;
    }
}
