using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Certificates;

/// <summary>What the hub takes down of a certificate.</summary>
internal sealed record ShownCertificate(string Thumbprint, string Subject, string Issuer, string Serial, DateTimeOffset EndsAt);

/// <summary>Whether a certificate may stand for somebody: of a trusted authority, valid today, made for signing in, not revoked. Singleton.</summary>
internal sealed class CertificateCheck(CertificateSettings settings, CertificateFiles files, TimeProvider clock)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public Outcome<ShownCertificate> Check(X509Certificate2 certificate)
    {
        var now = clock.GetUtcNow();
        var authorities = files.Authorities;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities.Where(IsRoot).ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(authorities.Where(a => !IsRoot(a)).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;

        // When, and what for, is asked below, so that the answer says which of them it was.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        var trusted = chain.Build(certificate);
        try
        {
            if (!trusted)
            {
                return CertificateErrors.Foreign;
            }

            if (chain.ChainElements.Any(e => now < e.Certificate.NotBefore || now >= e.Certificate.NotAfter))
            {
                return CertificateErrors.Expired;
            }

            return !IsForSigningIn(certificate) ? CertificateErrors.WrongPurpose
                : FindRevocation([.. chain.ChainElements.Select(e => e.Certificate)], now) is { } refused ? refused
                : Show(certificate);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    public static string ThumbprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>As <see cref="ShownCertificate.Issuer"/> names this authority.</summary>
    public static string IssuedBy(X509Certificate2 authority) => Cut(authority.Subject);

    private static ShownCertificate Show(X509Certificate2 certificate) => new(
        ThumbprintOf(certificate), Cut(certificate.Subject), Cut(certificate.Issuer), certificate.SerialNumber.Length > 80 ? certificate.SerialNumber[..80] : certificate.SerialNumber,
        new DateTimeOffset(certificate.NotAfter).ToUniversalTime());

    private static string Cut(string text) => text.Length > BoundCertificate.MostText ? text[..BoundCertificate.MostText] : text;

    private static bool IsRoot(X509Certificate2 authority) => authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData);

    // A certificate that says nothing of its purpose would do for anything; here it has to say this.
    private static bool IsForSigningIn(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == ClientAuthentication))
        && certificate.Extensions.OfType<X509KeyUsageExtension>().All(u => u.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        && certificate.Extensions.OfType<X509BasicConstraintsExtension>().All(c => !c.CertificateAuthority);

    /// <summary>Where lists are kept, each authority of the chain needs a current one: without it nobody knows, and who does not know refuses.</summary>
    private HubError? FindRevocation(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now)
    {
        if (settings.RevocationLists is null)
        {
            return null;
        }

        for (var i = 0; i + 1 < chain.Count; i++)
        {
            var current = files.RevocationLists.Where(l => l.IsCurrentAt(now) && l.IsFrom(chain[i + 1])).ToList();
            if (current.Exists(l => l.Lists(chain[i])))
            {
                return CertificateErrors.Revoked;
            }

            if (current.Count == 0)
            {
                return CertificateErrors.NotKnown;
            }
        }

        return null;
    }
}
