using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BroadbandHub.Identity.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Certificates;

/// <summary>
/// The port on which browsers are asked for a certificate. Only there, and where a name was given only for that name, so that nobody else is bothered: a browser asks its user once a host and
/// does not forget. The handshake takes any certificate, or none; what is wrong with it is said on a page instead of by a broken connection.
/// </summary>
internal static class CertificatePort
{
    public const string Present = "/sign-in/certificate/present";
    private const string ProxyCertificate = "X-Client-Cert";
    private const string ProxySecret = "X-Client-Cert-Secret";
    private const int MostHeader = 16_000;
    private static readonly object Asked = new();

    public static void Listen(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        if (kestrel.ApplicationServices.GetRequiredService<CertificateSettings>() is not { Listen: { } own } settings)
        {
            return;
        }

        // An address in code takes the place of those in "urls", so they are said here once more.
        if (!configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            foreach (var url in (configuration["urls"] ?? "http://127.0.0.1:5080").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var address = BindingAddress.Parse(url);
                Bind(kestrel, address, listen =>
                {
                    if (address.Scheme == Uri.UriSchemeHttps)
                    {
                        listen.UseHttps();
                    }
                });
            }
        }

        var files = kestrel.ApplicationServices.GetRequiredService<CertificateFiles>();
        Bind(kestrel, BindingAddress.Parse(own), listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = connection =>
            {
                var asks = !settings.AsksByName || string.Equals(connection.ClientHelloInfo.ServerName, settings.Url!.Host, StringComparison.OrdinalIgnoreCase);
                if (asks)
                {
                    connection.Connection.Items[Asked] = true;
                }

                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = files.Server,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ClientCertificateRequired = asks,
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,

                    // Who pulled the token out must not come back on an old handshake.
                    AllowTlsResume = !asks,
                });
            },
        }));
    }

    /// <summary>Where a certificate was asked for, nothing of the hub is to be had but that page: everything else lies at the hub's own address.</summary>
    public static void Use(IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<CertificateSettings>() is not { IsOn: true } settings)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            if (WasAsked(context) && context.Request.Path != Present)
            {
                context.Response.Redirect(settings.Hub!.AbsoluteUri);
                return;
            }

            await next(context);
        });
    }

    /// <summary>The certificate whose key the other side holds: as the handshake here showed, or as a proxy says that is known by its address and its secret. What a stranger writes is not looked at.</summary>
    public static X509Certificate2? Of(HttpContext context, CertificateSettings settings)
    {
        if (WasAsked(context))
        {
            // A copy: the connection keeps its own for the requests that come after this one.
            return context.Connection.ClientCertificate is { } shown ? X509CertificateLoader.LoadCertificate(shown.RawData) : null;
        }

        var remote = TrustedProxies.PeerOf(context);
        var (secret, written) = (context.Request.Headers[ProxySecret], context.Request.Headers[ProxyCertificate]);
        if (settings.ProxySecret is not { } wanted || remote is null || !settings.Proxies.Contains(remote) || secret.Count != 1 || written.Count != 1
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(secret[0] ?? "")) || written[0] is not { Length: > 0 and <= MostHeader } text)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPem(Uri.UnescapeDataString(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool WasAsked(HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Asked) == true;

    private static void Bind(KestrelServerOptions kestrel, BindingAddress address, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port, configure);
        }
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
    }
}
