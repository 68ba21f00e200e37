using System.Text;
using System.Text.Json;

namespace NetworkDisk.Journal;

/// <summary>The journal on disk: a JSON object a line, only ever appended to. Appended means durable.</summary>
internal sealed class JournalFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly FileStream stream;

    private JournalFile(FileStream stream) => this.stream = stream;

    public static (JournalFile File, IReadOnlyList<Entry> Entries) Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);

        // A crash in the middle of a write leaves a line without its end: it was never answered for, so it never happened.
        var end = Array.LastIndexOf(content, (byte)'\n') + 1;
        stream.SetLength(end);
        stream.Position = end;
        var entries = Encoding.UTF8.GetString(content, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Entry>(line, Json)!).ToList();
        return (new JournalFile(stream), entries);
    }

    public void Append(Entry entry)
    {
        var position = stream.Position;
        try
        {
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Json) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            stream.SetLength(position);
            stream.Position = position;
            throw;
        }
    }

    public void Dispose() => stream.Dispose();
}
