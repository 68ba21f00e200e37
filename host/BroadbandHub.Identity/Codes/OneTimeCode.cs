using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BroadbandHub.Identity.Codes;

/// <summary>Codes that an authenticator app shows: RFC 6238 with SHA-1, six digits and 30 seconds, which is what all of them speak.</summary>
internal static class OneTimeCode
{
    public const int Digits = 6;
    public const int SecretLength = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    public static string At(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The standard's algorithm; the weakness of SHA-1 (collisions) does not touch an HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that the code belongs to, now or one to either side: clocks differ a little. Null when it is none of them.</summary>
    public static long? FindStep(byte[] secret, string code, DateTimeOffset at)
    {
        long? found = null;
        foreach (var step in new[] { StepAt(at) - 1, StepAt(at), StepAt(at) + 1 })
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(secret, step)), Encoding.ASCII.GetBytes(code)))
            {
                found = step;
            }
        }

        return found;
    }

    public static string ToBase32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
            {
                value = (value << 1) | (i < bytes.Length * 8 ? (bytes[i / 8] >> (7 - (i % 8))) & 1 : 0);
            }

            text.Append(Alphabet[value]);
        }

        return text.ToString();
    }

    /// <summary>Letters in groups of four, for people who type them.</summary>
    public static string InGroups(string text, string between) => string.Join(between, text.Chunk(4).Select(c => new string(c)));
}
