using System.Globalization;
using System.Text;
using QRCoder;

namespace BroadbandHub.Identity.Codes;

/// <summary>A text as a QR code, drawn as one path: black on white in light and dark, since cameras expect that.</summary>
internal static class QrSvg
{
    public static string Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix[y].Length; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        var size = code.ModuleMatrix.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" width="220" height="220" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img" aria-label="{System.Net.WebUtility.HtmlEncode(label)}"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>""");
    }

    /// <summary>What an authenticator app reads: the account, whose it is, and the secret.</summary>
    public static string Address(string email, byte[] secret) =>
        $"otpauth://totp/BroadbandHub:{Uri.EscapeDataString(email)}?secret={OneTimeCode.ToBase32(secret)}&issuer=BroadbandHub&algorithm=SHA1&digits=6&period=30";
}
