using System.Buffers.Binary;
using SkiaSharp;

namespace BroadbandHub.Billing.Pdf;

/// <summary>
/// Cuts a TrueType font down to the glyphs that one document uses. Skia embeds such a font whole, ten megabytes for a Chinese one. Glyphs keep their
/// numbers, so nothing that refers to them changes; those that are not used become empty. Layout tables are left out: the text is already placed.
/// </summary>
internal static class TrueTypeSubset
{
    private const ushort MoreComponents = 0x20;

    /// <summary>A typeface with only these characters, or null when the font is not TrueType (Skia writes others as the glyphs used anyway).</summary>
    public static SKTypeface? Of(SKTypeface face, IReadOnlyCollection<int> characters)
    {
        if (!face.TryGetTableData(Tag("loca"), out var loca) || !face.TryGetTableData(Tag("head"), out var head) || !face.TryGetTableData(Tag("maxp"), out var maxp)
            || face.TryGetTableData(Tag("fvar"), out _))
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(maxp.AsSpan(4));
        var isLong = BinaryPrimitives.ReadInt16BigEndian(head.AsSpan(50)) == 1;
        var map = characters.Order().Select(c => (Character: c, Glyph: face.GetGlyph(c))).Where(m => m.Glyph != 0).ToList();
        var (glyf, newLoca) = Glyphs(face, count, id => Offset(loca, isLong, id), map.Select(m => m.Glyph));
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["glyf"] = glyf, ["loca"] = newLoca, ["head"] = head, ["maxp"] = maxp, ["cmap"] = CharacterMap(map), ["post"] = Post() };
        foreach (var name in new[] { "hhea", "hmtx", "OS/2", "name" })
        {
            if (face.TryGetTableData(Tag(name), out var table))
            {
                tables[name] = table;
            }
        }

        return SKTypeface.FromData(SKData.CreateCopy(File(tables)));
    }

    private static (byte[] Glyf, byte[] Loca) Glyphs(SKTypeface face, int count, Func<int, int> offset, IEnumerable<ushort> wanted)
    {
        var keep = new SortedDictionary<int, byte[]>();
        var open = new Queue<int>(wanted.Select(g => (int)g).Prepend(0));
        while (open.TryDequeue(out var id))
        {
            if (!keep.ContainsKey(id))
            {
                keep[id] = Slice(face, offset(id), offset(id + 1));
                Components(keep[id]).ForEach(open.Enqueue);
            }
        }

        using var glyf = new MemoryStream();
        var loca = new byte[(count + 1) * 4];
        for (var id = 0; id < count; id++)
        {
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(id * 4), (int)glyf.Length);
            glyf.Write(keep.GetValueOrDefault(id, []));
            glyf.Write(new byte[(4 - (glyf.Length % 4)) % 4]);
        }

        BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(count * 4), (int)glyf.Length);
        return (glyf.ToArray(), loca);
    }

    /// <summary>The glyphs that a composite glyph is put together from.</summary>
    private static List<int> Components(byte[] glyph)
    {
        var parts = new List<int>();
        if (glyph.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(glyph) >= 0)
        {
            return parts;
        }

        var at = 10;
        ushort flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(glyph.AsSpan(at));
            parts.Add(BinaryPrimitives.ReadUInt16BigEndian(glyph.AsSpan(at + 2)));
            at += 4 + ((flags & 0x1) != 0 ? 4 : 2) + ((flags & 0x8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);
        return parts;
    }

    private static unsafe byte[] Slice(SKTypeface face, int from, int to)
    {
        var bytes = new byte[to - from];
        fixed (byte* target = bytes)
        {
            return bytes.Length == 0 || face.TryGetTableData(Tag("glyf"), from, bytes.Length, (IntPtr)target) ? bytes : [];
        }
    }

    private static int Offset(byte[] loca, bool isLong, int id) => isLong
        ? BinaryPrimitives.ReadInt32BigEndian(loca.AsSpan(id * 4))
        : BinaryPrimitives.ReadUInt16BigEndian(loca.AsSpan(id * 2)) * 2;

    /// <summary>Format 12, one group a character: Skia reads it to write which text the glyphs stand for.</summary>
    private static byte[] CharacterMap(List<(int Character, ushort Glyph)> map)
    {
        var table = new byte[12 + 16 + (map.Count * 12)];
        var span = table.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], 3);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], 10);
        BinaryPrimitives.WriteInt32BigEndian(span[8..], 12);
        BinaryPrimitives.WriteUInt16BigEndian(span[12..], 12);
        BinaryPrimitives.WriteInt32BigEndian(span[16..], 16 + (map.Count * 12));
        BinaryPrimitives.WriteInt32BigEndian(span[24..], map.Count);
        for (var i = 0; i < map.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(span[(28 + (i * 12))..], map[i].Character);
            BinaryPrimitives.WriteInt32BigEndian(span[(32 + (i * 12))..], map[i].Character);
            BinaryPrimitives.WriteInt32BigEndian(span[(36 + (i * 12))..], map[i].Glyph);
        }

        return table;
    }

    /// <summary>Version 3: no glyph names.</summary>
    private static byte[] Post()
    {
        var table = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(table, 0x00030000);
        return table;
    }

    private static byte[] File(SortedDictionary<string, byte[]> tables)
    {
        using var file = new MemoryStream();
        var header = new byte[12 + (tables.Count * 16)];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteInt32BigEndian(header, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)((tables.Count * 16) - (16 << power)));
        file.Write(header);
        var at = 12;
        foreach (var (name, table) in tables)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(at), Tag(name));
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(at + 4), Checksum(table));
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(at + 8), (int)file.Length);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(at + 12), table.Length);
            file.Write(table);
            file.Write(new byte[(4 - (table.Length % 4)) % 4]);
            at += 16;
        }

        file.Position = 0;
        file.Write(header);
        return file.ToArray();
    }

    private static uint Checksum(byte[] table)
    {
        uint sum = 0;
        for (var i = 0; i < table.Length; i++)
        {
            sum = unchecked(sum + ((uint)table[i] << (8 * (3 - (i % 4)))));
        }

        return sum;
    }

    private static uint Tag(string name) => ((uint)name[0] << 24) | ((uint)name[1] << 16) | ((uint)name[2] << 8) | name[3];
}
