using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>An assembly that is damaged is its own plugin's trouble: it never ends the process, and never keeps others from starting.</summary>
public sealed class DamagedAssemblyTests : IDisposable
{
    private const string Damaged = "Echo.dll is damaged; build and lay out the plugin again.";
    private readonly TestPluginFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void A_type_that_lies_in_itself_is_rejected() =>
        Assert.Equal(Damaged, Rejection(bytes => SetCell(bytes, TableIndex.TypeRef, 1, column: 0, (1 << 2) | 3)));

    [Fact]
    public void A_type_that_is_its_own_base_type_is_rejected()
    {
        var row = 0;
        Assert.Equal(Damaged, Rejection(bytes =>
        {
            using var pe = new PEReader(new MemoryStream(bytes));
            var reader = pe.GetMetadataReader();
            var plain = reader.TypeDefinitions.First(h => reader.GetTypeDefinition(h) is var t && (t.Attributes & System.Reflection.TypeAttributes.Public) != 0
                && t.GetDeclaringType().IsNil && t.GetInterfaceImplementations().Count == 0 && (t.Attributes & System.Reflection.TypeAttributes.Abstract) == 0);
            row = MetadataTokens.GetRowNumber(plain);
            SetCell(bytes, TableIndex.TypeDef, row, column: 8, row << 2);
        }));
        Assert.NotEqual(0, row);
    }

    [Fact]
    public async Task An_assembly_without_its_framework_is_rejected_and_the_other_plugins_start()
    {
        // The hub takes these folders with it.
        var own = new TestPluginFolders();
        var broken = own.With("test.echo").With("test.library-1").Copy("test.echo", asId: "bad.framework");
        Patch(Path.Combine(broken, "Echo.dll"), bytes =>
        {
            var name = "TargetFrameworkAttribute"u8;
            bytes[bytes.AsSpan().IndexOf(name)] = (byte)'X';
        });
        await using var hub = await TestHub.StartAsync(own.List("bad.framework"));
        var view = await hub.ViewAsync("bad.framework");
        Assert.Equal((PluginStatus.Rejected, "Echo.dll is built for an unknown framework; build it for net10.0."), (view.Status, view.Reason!));
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.echo")).Status);
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.library-1")).Status);
    }

    [Fact]
    public void Whatever_is_damaged_in_an_assembly_it_is_admitted_or_rejected()
    {
        var folder = folders.Copy("test.echo");
        var file = Path.Combine(folder, "Echo.dll");
        var good = File.ReadAllBytes(file);
        using var pe = new PEReader(new MemoryStream(good));
        var (start, size) = (pe.PEHeaders.MetadataStartOffset, pe.PEHeaders.MetadataSize);
        var random = new Random(20_260_101);
        var rejected = 0;
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(1, 30); change > 0; change--)
            {
                bytes[start + random.Next(size)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, bytes);
            try
            {
                Admit.Folder(folder);
            }
            catch (RejectedException)
            {
                rejected++;
            }
        }

        Assert.InRange(rejected, 1, 400);
    }

    private string Rejection(Action<byte[]> damage)
    {
        var folder = folders.Copy("test.echo");
        Patch(Path.Combine(folder, "Echo.dll"), damage);
        return Assert.Throws<RejectedException>(() => Admit.Folder(folder)).Message;
    }

    private static void Patch(string file, Action<byte[]> damage)
    {
        var bytes = File.ReadAllBytes(file);
        damage(bytes);
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Writes a two-byte cell; the column is its offset in the row.</summary>
    private static void SetCell(byte[] assembly, TableIndex table, int row, int column, int value)
    {
        using var pe = new PEReader(new MemoryStream((byte[])assembly.Clone()));
        var reader = pe.GetMetadataReader();
        var rows = pe.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(table);
        var width = reader.GetTableRowSize(table);

        // The columns are two bytes wide in an assembly as small as this; only then are their offsets those of the test.
        Assert.Equal(table == TableIndex.TypeRef ? 6 : 14, width);
        BitConverter.TryWriteBytes(assembly.AsSpan(rows + ((row - 1) * width) + column, 2), (ushort)value);
    }
}
