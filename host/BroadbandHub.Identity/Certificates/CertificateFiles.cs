using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.Certificates;

/// <summary>Trusted authorities and revocation lists, as the files say now: whoever replaces a file restarts nothing. Singleton.</summary>
internal sealed partial class CertificateFiles(CertificateSettings settings, ILogger<CertificateFiles> log)
{
    private readonly Lock gate = new();
    private (string Stamp, IReadOnlyList<X509Certificate2> Authorities) authorities = ("", []);
    private (string Stamp, IReadOnlyList<RevocationList> Lists) lists = ("", []);
    private (string Stamp, X509Certificate2? Certificate) server = ("", null);

    public IReadOnlyList<X509Certificate2> Authorities
    {
        get
        {
            lock (gate)
            {
                authorities = Read(settings.Authorities, authorities, text => Of(text, "CERTIFICATE").Select(der => X509CertificateLoader.LoadCertificate(der)));
                return authorities.Authorities;
            }
        }
    }

    public IReadOnlyList<RevocationList> RevocationLists
    {
        get
        {
            lock (gate)
            {
                lists = settings.RevocationLists is { } path ? Read(path, lists, text => Of(text, "X509 CRL").Select(der => RevocationList.Parse(der))) : lists;
                return lists.Lists;
            }
        }
    }

    /// <summary>The hub's own, for the port it listens on.</summary>
    public X509Certificate2 Server
    {
        get
        {
            lock (gate)
            {
                var stamp = Stamp([settings.ServerCertificate!, settings.ServerKey!]);
                if (server.Stamp != stamp || server.Certificate is null)
                {
                    server = (stamp, X509Certificate2.CreateFromPemFile(settings.ServerCertificate!, settings.ServerKey!));
                }

                return server.Certificate!;
            }
        }
    }

    private (string Stamp, IReadOnlyList<T> Things) Read<T>(string path, (string Stamp, IReadOnlyList<T> Things) before, Func<byte[], IEnumerable<T>> parse)
    {
        var files = Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)] : new[] { path };
        var stamp = Stamp(files);
        if (stamp == before.Stamp)
        {
            return before;
        }

        var things = new List<T>();
        foreach (var file in files)
        {
            try
            {
                things.AddRange(parse(File.ReadAllBytes(file)));
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The others go on; a list that is missed is missed aloud, since certificates then cannot be checked.
                LogUnreadable(log, file, e.Message);
            }
        }

        LogRead(log, things.Count, path);
        return (stamp, things);
    }

    private static string Stamp(IEnumerable<string> files) => string.Join('|', files.Select(f => new FileInfo(f)).Select(f => f.Exists ? $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}" : f.Name));

    private static IEnumerable<byte[]> Of(byte[] content, string label)
    {
        var text = Encoding.UTF8.GetString(content);
        if (!text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return [content];
        }

        var found = new List<byte[]>();
        for (var rest = text; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (rest[fields.Label] == label)
            {
                found.Add(Convert.FromBase64String(rest[fields.Base64Data]));
            }
        }

        return found;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} cannot be read as what it should be: {Why}")]
    private static partial void LogUnreadable(ILogger log, string file, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} read from {Path}")]
    private static partial void LogRead(ILogger log, int count, string path);
}
