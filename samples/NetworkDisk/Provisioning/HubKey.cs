using System.Security.Cryptography;
using System.Text;

namespace NetworkDisk.Provisioning;

/// <summary>The key that was agreed with the hub: only the hub's plugin calls what this guards.</summary>
internal static class HubKey
{
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var key = "Bearer " + context.HttpContext.RequestServices.GetRequiredService<DiskOptions>().HubKey;
        var given = context.HttpContext.Request.Headers.Authorization.ToString();
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(given)))
            ? await next(context)
            : Problems.Of(401, "key.wrong", "Send the key that was agreed with the hub.");
    }
}
