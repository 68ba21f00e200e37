using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Identity.Keys;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Identity.Logs;

/// <summary>
/// The digests and seals of the logs. They are made with a key that lies in the database encrypted like the others, so whoever can write to the database
/// alone can neither add a line nor seal a chain of his own. Singleton.
/// </summary>
internal sealed class LogSeal(StoredKeys keys)
{
    private const string KeyName = "log-seal-1";
    private readonly Lazy<byte[]> key = new(() => keys.Load(KeyName, "log", () => RandomNumberGenerator.GetBytes(32)));

    public static readonly byte[] NoSeal = new byte[32];

    /// <summary>Reads the key, or makes it. Before anybody is in a transaction: making it writes.</summary>
    public void Prepare() => _ = key.Value;

    /// <summary>Salts and digests for a line that has all its words.</summary>
    public void Finish(LogEntry entry)
    {
        (entry.ActorSalt, entry.AboutSalt) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));
        (entry.ActorDigest, entry.AboutDigest) = (ActorDigest(entry), AboutDigest(entry));
        entry.Digest = EntryDigest(entry);
    }

    /// <summary>Whether the line says what the hub wrote, as far as it was not erased by the hub.</summary>
    public bool IsGenuine(LogEntry entry) =>
        Same(entry.ActorDigest, entry.ActorSalt, entry.ActorErased, () => ActorDigest(entry), () => ActorErasure(entry), entry.ActorName is null && entry.Address is null)
        && Same(entry.AboutDigest, entry.AboutSalt, entry.AboutErased, () => AboutDigest(entry), () => AboutErasure(entry), entry.SubjectName is null && entry.Fields is null)
        && CryptographicOperations.FixedTimeEquals(entry.Digest, EntryDigest(entry));

    public void EraseActor(LogEntry entry) => (entry.ActorName, entry.Address, entry.ActorSalt, entry.ActorErased) = (null, null, null, ActorErasure(entry));

    public void EraseAbout(LogEntry entry) => (entry.SubjectName, entry.Fields, entry.AboutSalt, entry.AboutErased) = (null, null, null, AboutErasure(entry));

    public static byte[] EntriesDigest(IEnumerable<LogEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries.OrderBy(e => e.Id.Value.ToString("N"), StringComparer.Ordinal))
        {
            hash.AppendData(entry.Id.Value.ToByteArray(true));
            hash.AppendData(entry.Digest);
        }

        return hash.GetHashAndReset();
    }

    public byte[] BlockSeal(LogBlock block, byte[] previous) => Keyed("block")
        .Add((int)block.Book).Add(block.Number).Add(block.Entries).Add(block.FirstAt).Add(block.LastAt).Add(block.SealedAt).Add(block.EntriesDigest).Add(previous).End();

    public byte[] CheckpointSeal(LogCheckpoint checkpoint) => Keyed("checkpoint")
        .Add((int)checkpoint.Book).Add(checkpoint.LastNumber).Add(checkpoint.LastSeal).Add(checkpoint.Entries).Add(checkpoint.At).End();

    private static bool Same(byte[] stored, byte[]? salt, byte[]? erased, Func<byte[]> digest, Func<byte[]> erasure, bool isEmpty) => salt is null
        ? erased is not null && isEmpty && CryptographicOperations.FixedTimeEquals(erased, erasure())
        : erased is null && CryptographicOperations.FixedTimeEquals(stored, digest());

    private static byte[] ActorDigest(LogEntry entry) => new Words(IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        .Add(entry.ActorSalt).Add(entry.ActorName).Add(entry.Address).End();

    private static byte[] AboutDigest(LogEntry entry) => new Words(IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        .Add(entry.AboutSalt).Add(entry.SubjectName).Add(entry.Fields).End();

    private byte[] EntryDigest(LogEntry entry) => Keyed("entry")
        .Add(entry.Id.Value.ToByteArray(true)).Add((int)entry.Book).Add(entry.At).Add(entry.Kind).Add(entry.Refused).Add(entry.ActorId?.ToString()).Add(entry.ActorClient)
        .Add(entry.ActorEnterprise?.ToString()).Add(entry.ActorPartner?.ToString()).Add(entry.SubjectType).Add(entry.SubjectId).Add(entry.PersonId?.ToString())
        .Add(entry.EnterpriseId?.ToString()).Add(entry.PartnerId?.ToString()).Add(entry.ActorDigest).Add(entry.AboutDigest).End();

    private byte[] ActorErasure(LogEntry entry) => Keyed("actor erased").Add(entry.Id.Value.ToByteArray(true)).Add(entry.ActorDigest).End();

    private byte[] AboutErasure(LogEntry entry) => Keyed("about erased").Add(entry.Id.Value.ToByteArray(true)).Add(entry.AboutDigest).End();

    private Words Keyed(string purpose) => new Words(IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Value)).Add(purpose);

    /// <summary>Each word with its length in front, so that no two lines read alike.</summary>
    private sealed class Words(IncrementalHash hash)
    {
        public Words Add(string? text) => Add(text is null ? null : Encoding.UTF8.GetBytes(text));

        public Words Add(DateTimeOffset at) => Add(Instants.ToMicros(at));

        public Words Add(long number)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            hash.AppendData(bytes);
            return this;
        }

        public Words Add(byte[]? bytes)
        {
            Add(bytes?.Length ?? -1L);
            hash.AppendData(bytes ?? []);
            return this;
        }

        public byte[] End()
        {
            using (hash)
            {
                return hash.GetHashAndReset();
            }
        }
    }
}
