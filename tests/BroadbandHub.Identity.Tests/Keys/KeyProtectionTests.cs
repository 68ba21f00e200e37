using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Keys;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Keys;

public sealed class KeyProtectionTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_copy_of_the_database_alone_opens_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var secret = hub.Services.GetRequiredService<ISecretProtector>().Protect("p4ssphrase");

        Assert.All(await StoredAsync(hub), k => Assert.DoesNotContain("<value>", k, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(hub.DataFolder, "hub.key")));
        }

        // The thief has the database and starts a hub of his own on it.
        var refused = await Assert.ThrowsAsync<KeyProtectionException>(() => IdentityHub.StartAsync(database));
        Assert.Contains("another key file", refused.Message, StringComparison.Ordinal);

        // A second node has the file.
        await using var second = await IdentityHub.StartAsync(database, settings: new() { ["Hub:KeyFile"] = Path.Combine(hub.DataFolder, "hub.key") });
        Assert.Equal("p4ssphrase", second.Services.GetRequiredService<ISecretProtector>().Unprotect(secret));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Keys_that_lay_in_clear_are_encrypted_at_the_next_start_and_stay_good(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        string secret;
        string token;
        await using (var careless = await IdentityHub.StartAsync(database, settings: new() { ["Hub:DataFolder"] = "" }))
        {
            secret = careless.Services.GetRequiredService<ISecretProtector>().Protect("p4ssphrase");
            token = await careless.TokenAsync("operator");
            Assert.Contains(await StoredAsync(careless), k => k.Contains("<value>", StringComparison.Ordinal));
        }

        await using var hub = await IdentityHub.StartAsync(database);
        Assert.All(await StoredAsync(hub), k => Assert.DoesNotContain("<value>", k, StringComparison.Ordinal));
        Assert.Equal("p4ssphrase", hub.Services.GetRequiredService<ISecretProtector>().Unprotect(secret));
        using var client = new HttpClient { BaseAddress = hub.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/identity/v1/enterprises");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task With_a_certificate_every_node_that_has_it_reads_the_keys_and_no_file_is_needed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var folder = Directory.CreateTempSubdirectory("hub-certificate-").FullName;
        try
        {
            using var rsa = RSA.Create(2048);
            using var certificate = new CertificateRequest("CN=hub keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
            var path = Path.Combine(folder, "keys.pfx");
            await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, "pfx"));
            Dictionary<string, string?> settings = new(StringComparer.Ordinal) { ["Hub:KeyCertificate:Path"] = path, ["Hub:KeyCertificate:Password"] = "pfx" };
            string secret;
            await using (var first = await IdentityHub.StartAsync(database, settings: settings))
            {
                secret = first.Services.GetRequiredService<ISecretProtector>().Protect("p4ssphrase");
                Assert.All(await StoredAsync(first), k => Assert.DoesNotContain("<value>", k, StringComparison.Ordinal));
                Assert.False(File.Exists(Path.Combine(first.DataFolder, "hub.key")));
            }

            await using var second = await IdentityHub.StartAsync(database, settings: settings);
            Assert.Equal("p4ssphrase", second.Services.GetRequiredService<ISecretProtector>().Unprotect(secret));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_key_file_is_made_once_and_a_damaged_one_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("hub-key-").FullName;
        try
        {
            var path = Path.Combine(folder, "hub.key");
            var made = KeyFile.Open(path);
            var sealedText = made.Encrypt([1, 2, 3]);
            Assert.Equal([1, 2, 3], KeyFile.Open(path).Decrypt(sealedText));
            sealedText[^1] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => made.Decrypt(sealedText));
            await File.WriteAllTextAsync(path, "half a ke");
            Assert.Throws<KeyProtectionException>(() => KeyFile.Open(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<string>> StoredAsync(IdentityHub hub)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Keys.Where(k => k.Purpose == DataProtectionKeys.Purpose).Select(k => k.Content).ToListAsync();
    }
}
