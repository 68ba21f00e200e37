using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BroadbandHub.TestSupport;

/// <summary>A security key made of software (CTAP2, ES256, no attestation), so that each part of its answer can be wrong.</summary>
public sealed class SoftKey(string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasCredential = 0x40;
    private readonly ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private string user = "";

    public uint Count { get; set; }

    /// <summary>Many keys do not count.</summary>
    public bool CountsUp { get; init; } = true;

    public bool IsVerified { get; set; } = true;

    public string Origin { get; set; } = origin;

    public string Create(JsonElement options)
    {
        user = options.GetProperty("user").GetProperty("id").GetString()!;
        var point = pair.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Head(options.GetProperty("rp").GetProperty("id").GetString()!, HasCredential), .. new byte[16], 0, 32, .. id, .. cose];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x58, (byte)data.Length, .. data];
        return Answer(new { clientDataJSON = Encode(ClientData("webauthn.create", options)), attestationObject = Encode(attestation), transports = new[] { "usb" } });
    }

    public string Get(JsonElement options, string? asUser = null)
    {
        Count += CountsUp ? 1u : 0;
        var clientData = ClientData("webauthn.get", options);
        var data = Head(options.GetProperty("rpId").GetString()!, 0);
        var signature = pair.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new { clientDataJSON = Encode(clientData), authenticatorData = Encode(data), signature = Encode(signature), userHandle = asUser ?? user });
    }

    public void Dispose() => pair.Dispose();

    private string Answer(object response) => JsonSerializer.Serialize(new
    {
        id = Encode(id), rawId = Encode(id), type = "public-key", authenticatorAttachment = "cross-platform", clientExtensionResults = new { }, response,
    });

    private byte[] ClientData(string type, JsonElement options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    private byte[] Head(string party, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(party)), (byte)(Present | (IsVerified ? Verified : 0) | flags), .. count];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
