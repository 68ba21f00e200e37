using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// The proxies (<c>Hub:Proxies</c>: addresses, or networks such as <c>10.0.0.0/8</c>) that may say where a request came from and whether it came over https: <c>X-Forwarded-For</c> and
/// <c>X-Forwarded-Proto</c>. Logs, sessions and limits go by that address, so what anybody else writes there is not looked at. The host name is never taken from a header: that is
/// <c>Hub:PublicUrl</c>.
/// </summary>
internal static class TrustedProxies
{
    public const string Setting = "Hub:Proxies";

    public static void Use(IApplicationBuilder app)
    {
        var given = app.ApplicationServices.GetRequiredService<IConfiguration>().GetSection(Setting);
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in given.Get<string[]>() ?? (given.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            options.KnownIPNetworks.Add(Read(text));
        }

        if (options.KnownIPNetworks.Count > 0)
        {
            app.Use((context, next) =>
            {
                context.Features.Set(new Peer(context.Connection.RemoteIpAddress));
                return next(context);
            });
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>Who is at the other end of the connection, whatever a header says; IPv4 as such.</summary>
    public static IPAddress? PeerOf(HttpContext context)
    {
        var peer = context.Features.Get<Peer>() is { } noted ? noted.Address : context.Connection.RemoteIpAddress;
        return peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
    }

    private static System.Net.IPNetwork Read(string text) =>
        IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : throw new InvalidOperationException($"The setting {Setting} lists '{text}', which is neither an IP address nor a network such as 10.0.0.0/8.");

    private sealed record Peer(IPAddress? Address);
}
