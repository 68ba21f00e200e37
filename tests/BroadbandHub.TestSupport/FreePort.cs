using System.Net;
using System.Net.Sockets;

namespace BroadbandHub.TestSupport;

/// <summary>
/// A port for a server that a test starts. Not from the range that the system gives out by itself: between asking for it and the server's start another test's server, which lets the system
/// choose, would get it, and answer in its place.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;

    public static int Take()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(First, End));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
