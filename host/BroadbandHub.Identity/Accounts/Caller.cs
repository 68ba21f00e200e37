using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Who asks without having signed in, for limits: a digest of the address, so that no address is kept.</summary>
internal static class Caller
{
    public static string KeyOf(HttpContext? context) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NameOf(context?.Connection.RemoteIpAddress))));

    // Whoever has an IPv6 network has more addresses than anybody can count: the network is the caller.
    private static string NameOf(IPAddress? remote) =>
        remote is null ? "" : remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4().ToString()
        : remote.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(remote.GetAddressBytes().AsSpan(0, 8))
        : remote.ToString();
}
