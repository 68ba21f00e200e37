using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BroadbandHub.TestSupport;

/// <summary>A certification authority made for a test.</summary>
public sealed class TestAuthority : IDisposable
{
    public const string ForPeople = "1.3.6.1.5.5.7.3.2";
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;
    private int serial;

    public TestAuthority(string name)
    {
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        certificate = request.CreateSelfSigned(Now.AddDays(-400), Now.AddDays(400));
    }

    public string Pem => certificate.ExportCertificatePem();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>PEM files of a certificate and its key.</summary>
    public (string Certificate, string Key) Issue(string folder, string name, string? purpose = ForPeople, int fromDay = -1, int toDay = 30, string? host = null)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var issued = Sign(request, purpose, fromDay, toDay, host);
        var file = Path.Combine(folder, Guid.CreateVersion7(Now).ToString("N"));
        File.WriteAllText(file + ".pem", issued.ExportCertificatePem());
        File.WriteAllText(file + ".key", own.ExportPkcs8PrivateKeyPem());
        return (file + ".pem", file + ".key");
    }

    /// <summary>For a key that never leaves its token.</summary>
    public string Sign(string request)
    {
        using var issued = Sign(CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1), ForPeople, -1, 30, null);
        return issued.ExportCertificatePem();
    }

    public byte[] List(int fromHour, int toHour, params string[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var pem in revoked)
        {
            using var one = X509Certificate2.CreateFromPem(File.ReadAllText(pem));
            builder.AddEntry(one, Now.AddHours(-1), X509RevocationReason.KeyCompromise);
        }

        return builder.Build(certificate, 1, Now.AddHours(toHour), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, Now.AddHours(fromHour));
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, string? purpose, int fromDay, int toDay, string? host)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        }

        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            names.AddIpAddress(System.Net.IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        return request.Create(certificate, Now.AddDays(fromDay), Now.AddDays(toDay), [0x0B, .. BitConverter.GetBytes(Interlocked.Increment(ref serial))]);
    }
}
