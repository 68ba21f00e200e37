using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using static BroadbandHub.Identity.Tests.SignOn.DiskClient;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>Tokens that somebody made: the algorithm and the key are the hub's to choose, never the token's.</summary>
public sealed class ForgedTokenTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly IdentityHub hub = shared.Hub;

    [Fact]
    public async Task A_persons_token_whose_signature_is_missing_or_made_with_the_public_key_opens_nothing()
    {
        var disk = await CreateAsync(hub, "forged");
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var (access, id) = (Text(tokens, "access_token"), Text(tokens, "id_token"));
        Assert.Equal(HttpStatusCode.OK, (await disk.UserInfoAsync(access)).Status);
        foreach (var (how, forged) in await ForgeAsync(access))
        {
            Assert.True((await disk.UserInfoAsync(forged)).Status == HttpStatusCode.Unauthorized, how);
            var (_, said) = await disk.PostAsync("/connect/introspect", ("token", forged));
            Assert.False(said.GetProperty("active").GetBoolean(), how);
        }

        foreach (var (how, forged) in await ForgeAsync(id))
        {
            using var answer = await browser.Http.GetAsync("/connect/end-session?id_token_hint=" + forged);
            Assert.True(answer.Headers.Location?.ToString() is null or "/sign-on/refused" || answer.Headers.Location.ToString().StartsWith("/sign-out/confirm", StringComparison.Ordinal), $"{how}: {answer.Headers.Location}");
            Assert.True(await browser.StatusAsync("/account/password") == HttpStatusCode.OK, how);
        }
    }

    [Fact]
    public async Task A_programs_token_whose_signature_is_missing_or_made_with_the_public_key_opens_nothing()
    {
        var token = await hub.TokenAsync("operator");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(token));
        foreach (var (how, forged) in await ForgeAsync(token))
        {
            Assert.True(await AskAsync(forged) == HttpStatusCode.Unauthorized, how);
        }
    }

    [Fact]
    public async Task A_token_of_one_kind_does_not_pass_for_another()
    {
        var disk = await CreateAsync(hub, "kinds");
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "id_token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(Text(tokens, "access_token"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RedeemAsync(Text(tokens, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Text(tokens, "id_token")));
    }

    /// <summary>Every way to write the public key down may be what a careless server takes for a secret.</summary>
    private async Task<List<(string How, string Token)>> ForgeAsync(string genuine)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        var published = await http.GetStringAsync("/.well-known/jwks");
        var key = new JsonWebKeySet(published).Keys.First(k => k.Kty == "RSA");
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) });
        var parts = genuine.Split('.');
        var header = JsonDocument.Parse(Base64UrlEncoder.Decode(parts[0])).RootElement;
        string Header(string algorithm) => Base64UrlEncoder.Encode(JsonSerializer.Serialize(
            header.EnumerateObject().ToDictionary(p => p.Name, p => p.NameEquals("alg") ? algorithm : p.Value.GetString(), StringComparer.Ordinal)));

        var forged = new List<(string, string)>();
        foreach (var none in new[] { "none", "None", "NONE" })
        {
            forged.Add((none, $"{Header(none)}.{parts[1]}."));
            forged.Add((none + " with the old signature", $"{Header(none)}.{parts[1]}.{parts[2]}"));
        }

        foreach (var (how, secret) in new (string, byte[])[]
        {
            ("PEM", Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())), ("PEM, line ended", Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem() + "\n")),
            ("PKCS #1", Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem())), ("DER", rsa.ExportSubjectPublicKeyInfo()), ("modulus", Base64UrlEncoder.DecodeBytes(key.N)),
            ("modulus as text", Encoding.ASCII.GetBytes(key.N)), ("certificate", key.X5c.Count > 0 ? Convert.FromBase64String(key.X5c[0]) : [1]), ("empty", []),
        })
        {
            var said = $"{Header("HS256")}.{parts[1]}";
            forged.Add(($"HS256 with {how}", $"{said}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(said)))}"));
        }

        // A key that the token brings along itself.
        using var own = RSA.Create(2048);
        var (n, e) = (own.ExportParameters(false).Modulus, own.ExportParameters(false).Exponent);
        var brought = Base64UrlEncoder.Encode(JsonSerializer.Serialize(new
        {
            alg = "RS256", typ = header.TryGetProperty("typ", out var typ) ? typ.GetString() : null, kid = header.TryGetProperty("kid", out var kid) ? kid.GetString() : null,
            jwk = new { kty = "RSA", n = Base64UrlEncoder.Encode(n), e = Base64UrlEncoder.Encode(e) },
        })) + "." + parts[1];
        forged.Add(("a key of its own", $"{brought}.{Base64UrlEncoder.Encode(own.SignData(Encoding.ASCII.GetBytes(brought), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}"));
        return forged;
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var http = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        using var answer = await http.GetAsync("/identity/v1/enterprises");
        return answer.StatusCode;
    }
}
