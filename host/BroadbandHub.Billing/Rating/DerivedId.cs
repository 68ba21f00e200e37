using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// An id that follows from what it names (RFC 9562 version 8 over SHA-256): who writes the same thing twice meets their own row.
/// Fields are length-prefixed, so no two lists of fields give the same bytes.
/// </summary>
internal ref struct DerivedId
{
    private readonly Span<byte> buffer;
    private int length;

    public DerivedId(Span<byte> buffer, string kind)
    {
        this.buffer = buffer;
        Add(kind);
    }

    public void Add(Guid value)
    {
        value.TryWriteBytes(buffer[length..], bigEndian: true, out var written);
        length += written;
    }

    public void Add(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer[length..], value);
        length += sizeof(long);
    }

    public void Add(string? value)
    {
        var written = value is null ? 0 : Encoding.UTF8.GetBytes(value, buffer[(length + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], value is null ? -1 : written);
        length += 4 + written;
    }

    public readonly Guid ToGuid()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
