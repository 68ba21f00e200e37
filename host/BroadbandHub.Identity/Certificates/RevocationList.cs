using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BroadbandHub.Identity.Certificates;

/// <summary>
/// A revocation list (RFC 5280, section 5). The platform reads lists for those who issue them, and neither checks a signature nor says when the next one is due; this does, and takes only
/// complete lists of the issuer itself.
/// </summary>
internal sealed class RevocationList
{
    private static readonly Dictionary<string, (bool Rsa, HashAlgorithmName Hash)> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = (true, HashAlgorithmName.SHA256), ["1.2.840.113549.1.1.12"] = (true, HashAlgorithmName.SHA384), ["1.2.840.113549.1.1.13"] = (true, HashAlgorithmName.SHA512),
        ["1.2.840.10045.4.3.2"] = (false, HashAlgorithmName.SHA256), ["1.2.840.10045.4.3.3"] = (false, HashAlgorithmName.SHA384), ["1.2.840.10045.4.3.4"] = (false, HashAlgorithmName.SHA512),
    };

    private readonly HashSet<string> serials = new(StringComparer.Ordinal);
    private byte[] signed = [];
    private byte[] signature = [];
    private byte[] issuer = [];
    private string algorithm = "";

    private RevocationList()
    {
    }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset NextAt { get; private set; }

    /// <summary>Throws <see cref="CryptographicException"/> for what is no list, or one that this does not understand.</summary>
    public static RevocationList Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            var list = new RevocationList();
            var whole = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            list.signed = whole.PeekEncodedValue().ToArray();
            list.ReadContent(whole.ReadSequence());
            list.algorithm = whole.ReadSequence().ReadObjectIdentifier();
            list.signature = whole.ReadBitString(out _);
            whole.ThrowIfNotEmpty();
            return list;
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("That is no certificate revocation list.", e);
        }
    }

    public bool Lists(X509Certificate2 certificate) => serials.Contains(Number(certificate.SerialNumberBytes.Span));

    /// <summary>By its number in hexadecimal, as certificates are shown.</summary>
    public bool Lists(string serial) => serials.Contains(Number(Convert.FromHexString(serial.Length % 2 == 0 ? serial : "0" + serial)));

    /// <summary>Whether this authority made the list: its name is there, its key signed it, and it may sign lists.</summary>
    public bool IsFrom(X509Certificate2 authority)
    {
        if (!authority.SubjectName.RawData.AsSpan().SequenceEqual(issuer) || !Algorithms.TryGetValue(algorithm, out var how)
            || authority.Extensions.OfType<X509KeyUsageExtension>().Any(u => !u.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign)))
        {
            return false;
        }

        try
        {
            using var rsa = how.Rsa ? authority.GetRSAPublicKey() : null;
            using var ec = how.Rsa ? null : authority.GetECDsaPublicKey();
            return rsa?.VerifyData(signed, signature, how.Hash, RSASignaturePadding.Pkcs1) ?? ec?.VerifyData(signed, signature, how.Hash, DSASignatureFormat.Rfc3279DerSequence) ?? false;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public bool IsCurrentAt(DateTimeOffset now) => MadeAt <= now && now < NextAt;

    private static string Number(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes.TrimStart((byte)0));

    private static DateTimeOffset Time(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static bool IsTime(AsnReader reader) => reader.HasData && (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    private void ReadContent(AsnReader content)
    {
        if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            content.ReadInteger();
        }

        content.ReadSequence();
        issuer = content.ReadEncodedValue().ToArray();
        MadeAt = Time(content);

        // A list that does not say when the next one comes says nothing about today.
        NextAt = IsTime(content) ? Time(content) : DateTimeOffset.MinValue;
        if (content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var entries = content.ReadSequence();
            while (entries.HasData)
            {
                var entry = entries.ReadSequence();
                serials.Add(Number(entry.ReadIntegerBytes().Span));
                Time(entry);
                if (entry.HasData)
                {
                    RefuseWhatMatters(entry.ReadSequence());
                }
            }
        }

        if (content.HasData)
        {
            RefuseWhatMatters(content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence());
        }
    }

    /// <summary>What is marked critical changes what the list means: a part of it only, or changes to another one, or another issuer's certificates.</summary>
    private static void RefuseWhatMatters(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new CryptographicException($"The list has a critical extension ({id}) that is not understood here.");
            }
        }
    }
}
