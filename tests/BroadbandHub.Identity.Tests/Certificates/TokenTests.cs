using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using static BroadbandHub.Identity.Tests.Certificates.CertificateHub;

namespace BroadbandHub.Identity.Tests.Certificates;

/// <summary>A PKI token in software (PKCS #11): the key is made on it and never leaves it; curl signs in through OpenSSL's engine, as a browser does through its module.</summary>
public sealed class TokenTests
{
    private const string Pin = "4711";
    private static readonly string? Module = Array.Find(["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"], File.Exists);

    private static readonly bool HasEngine = Directory.Exists("/usr/lib") && Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Any(d => File.Exists(Path.Combine(d, "engines-3", "pkcs11.so")));

    [Fact]
    public async Task A_key_that_never_leaves_its_token_signs_in_and_a_wrong_PIN_does_not()
    {
        Assert.SkipWhen(
            Module is null || !HasEngine || !File.Exists("/usr/bin/pkcs11-tool") || !File.Exists("/usr/bin/softhsm2-util"),
            "No software token (packages softhsm2, opensc and libengine-pkcs11-openssl).");
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var world = await CertificateHub.StartAsync(database);
        var token = Path.Combine(world.Folder, "token");
        Directory.CreateDirectory(token);
        var settings = Path.Combine(world.Folder, "softhsm2.conf");
        await File.WriteAllTextAsync(settings, $"directories.tokendir = {token}\nobjectstore.backend = file\nlog.level = ERROR\n", TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", settings);
        Environment.SetEnvironmentVariable("PKCS11_MODULE_PATH", Module);
        await DoAsync("softhsm2-util", "--init-token", "--free", "--label", "hub", "--pin", Pin, "--so-pin", "98765432");
        await DoAsync("pkcs11-tool", "--module", Module!, "--token-label", "hub", "--login", "--pin", Pin, "--keypairgen", "--key-type", "rsa:2048", "--label", "person", "--id", "01");
        var request = await DoAsync("openssl", "req", "-new", "-engine", "pkcs11", "-keyform", "engine", "-key", KeyWith(Pin), "-subj", "/CN=Wang Fang");
        var certificate = Path.Combine(world.Folder, "token.pem");
        await File.WriteAllTextAsync(certificate, world.People.Sign(request), TestContext.Current.CancellationToken);
        using var owner = await SessionTests.SignedInAsync(world.Hub, Boss);

        string[] engine = ["--engine", "pkcs11", "--key-type", "ENG"];
        Assert.Equal("/account/keys?certificates=bound", await world.BindAsync(owner, (certificate, KeyWith(Pin)), "Token", engine));
        var (exit, status, address, page) = await world.SignInAsync((certificate, KeyWith(Pin)), engine);
        Assert.Equal((0, 200, world.Hub.Address + "account"), (exit, status, address));
        Assert.Contains(Boss, page, StringComparison.Ordinal);

        (exit, _, address, _) = await world.SignInAsync((certificate, KeyWith("0000")), engine);
        Assert.NotEqual(0, exit);
        Assert.DoesNotContain("/account", address, StringComparison.Ordinal);
    }

    private static string KeyWith(string pin) => $"pkcs11:token=hub;object=person;type=private;pin-value={pin}";

    private static async Task<string> DoAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await RunAsync(program, arguments);
        Assert.True(exit == 0, $"{program} {arguments[0]}: {errors} {output}");
        return output[Math.Max(0, output.IndexOf("-----BEGIN", StringComparison.Ordinal))..];
    }
}
