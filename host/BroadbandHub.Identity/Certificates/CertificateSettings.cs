using System.Net;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.Certificates;

/// <summary>Sign-in with X.509 certificates on PKI tokens; off unless <c>Hub:Certificates:Url</c> is set. Read once, at the start, where a wrong one is a sentence.</summary>
internal sealed class CertificateSettings
{
    public const string Section = "Hub:Certificates";
    private const int LeastSecret = 24;

    /// <summary>Where browsers are asked for a certificate: https, another port or another host name than the hub's.</summary>
    public Uri? Url { get; private init; }

    /// <summary>The hub's own public address, to which the answer goes.</summary>
    public Uri? Hub { get; private init; }

    /// <summary>A PEM file, or a folder of them: whose certificates count. Those that signed themselves are the roots.</summary>
    public string Authorities { get; private init; } = "";

    /// <summary>A file, or a folder of them, in PEM or DER; null when no revocation lists are kept here.</summary>
    public string? RevocationLists { get; private init; }

    /// <summary>What the hub itself listens on for this; null where a proxy does.</summary>
    public string? Listen { get; private init; }

    public string? ServerCertificate { get; private init; }

    public string? ServerKey { get; private init; }

    /// <summary>The proxies whose header counts, with the secret.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; private init; } = [];

    public string? ProxySecret { get; private init; }

    public bool IsOn => Url is not null;

    /// <summary>On a host name of its own the certificate is asked for by the name; on a port of its own, always.</summary>
    public bool AsksByName => !string.Equals(Url?.Host, Hub?.Host, StringComparison.OrdinalIgnoreCase);

    public static CertificateSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section["Url"] is not { Length: > 0 } given)
        {
            return new();
        }

        if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
        {
            throw Wrong("Url", "must be an absolute https address");
        }

        if (!Uri.TryCreate(configuration["Hub:PublicUrl"], UriKind.Absolute, out var hub) || (hub.Host == url.Host && hub.Port == url.Port))
        {
            throw Wrong("Url", "needs Hub:PublicUrl, and must differ from it in its host name or its port");
        }

        var (authorities, listen, secret) = (section["Authorities"], Blank(section["Listen"]), Blank(section["Proxy:Secret"]));
        if (string.IsNullOrEmpty(authorities) || !(File.Exists(authorities) || Directory.Exists(authorities)))
        {
            throw Wrong("Authorities", "must name a PEM file, or a folder of PEM files, with the certification authorities that count");
        }

        if (listen is not null && (!File.Exists(section["ServerCertificate"]) || !File.Exists(section["ServerKey"])))
        {
            throw Wrong("Listen", "needs the server's own certificate and key: ServerCertificate and ServerKey, PEM files");
        }

        var proxies = section.GetSection("Proxy:Addresses").Get<string[]>() ?? [];
        if (proxies.Any(p => !IPAddress.TryParse(p, out _)) || (proxies.Length > 0) != (secret is not null) || secret?.Length < LeastSecret)
        {
            throw Wrong("Proxy", $"needs both, the proxies' IP addresses (Addresses) and a secret of at least {LeastSecret} characters (Secret)");
        }

        return new()
        {
            Url = url, Hub = hub, Authorities = authorities, RevocationLists = Blank(section["RevocationLists"]), Listen = listen, ServerCertificate = section["ServerCertificate"],
            ServerKey = section["ServerKey"], Proxies = [.. proxies.Select(IPAddress.Parse)], ProxySecret = secret,
        };
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static InvalidOperationException Wrong(string key, string why) => new($"The setting {Section}:{key} {why}.");
}
