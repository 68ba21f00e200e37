using System.Security.Cryptography;
using BroadbandHub.Identity.Contracts;

namespace BroadbandHub.Identity.Keys;

/// <summary>
/// The key that encrypts the installation's stored keys, in a file outside the database: a copy of the database alone opens nothing.
/// Made on the first start; only the hub's own account may read it.
/// </summary>
internal sealed class KeyFile
{
    private const int Length = 32;
    private readonly byte[] key;

    private KeyFile(string path, byte[] key)
    {
        Path = path;
        this.key = key;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(key))[..16];
    }

    public string Path { get; }

    /// <summary>Says which file encrypted something, and nothing of its content.</summary>
    public string Fingerprint { get; }

    public static KeyFile Open(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        var text = File.ReadAllText(path).Trim();
        var bytes = new byte[Length];
        return Convert.TryFromBase64String(text, bytes, out var read) && read == Length
            ? new(path, bytes)
            : throw new KeyProtectionException($"The key file {path} is damaged. Put it back from the backup; without it the stored keys cannot be read.");
    }

    public byte[] Encrypt(byte[] plain)
    {
        var sealedText = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var nonce = sealedText.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, plain, sealedText.AsSpan(nonce.Length + AesGcm.TagByteSizes.MaxSize), sealedText.AsSpan(nonce.Length, AesGcm.TagByteSizes.MaxSize));
        return sealedText;
    }

    public byte[] Decrypt(byte[] sealedText)
    {
        var head = AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize;
        var plain = new byte[sealedText.Length - head];
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(sealedText.AsSpan(0, AesGcm.NonceByteSizes.MaxSize), sealedText.AsSpan(head), sealedText.AsSpan(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize), plain);
        return plain;
    }

    // Written beside and moved, so that two processes starting at once never read half a file: the slower one reads the faster one's.
    private static void Make(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
