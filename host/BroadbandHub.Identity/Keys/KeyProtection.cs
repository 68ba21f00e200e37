using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using BroadbandHub.Identity.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Identity.Keys;

/// <summary>What the stored keys are encrypted with: a certificate where one is given, else the key file in the data folder.</summary>
internal static partial class KeyProtection
{
    private static readonly XNamespace Framework = "http://schemas.asp.net/2015/03/dataProtection";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<StoredKeys>();
        var protection = services.AddDataProtection().SetApplicationName("BroadbandHub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
            o => o.XmlRepository = ActivatorUtilities.CreateInstance<DataProtectionKeys>(p)));
        var certificate = configuration["Hub:KeyCertificate:Path"] is { Length: > 0 } path
            ? X509CertificateLoader.LoadPkcs12FromFile(path, configuration["Hub:KeyCertificate:Password"])
            : null;
        var file = FileOf(configuration);

        // The file stays readable beside a certificate: what it encrypted before must still be read.
        if (file is not null && (certificate is null || File.Exists(file)))
        {
            services.AddSingleton(_ => KeyFile.Open(file));
        }

        if (certificate is not null)
        {
            protection.ProtectKeysWithCertificate(certificate);
        }
        else if (file is not null)
        {
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
                o => o.XmlEncryptor = new KeyFileEncryptor(p.GetRequiredService<KeyFile>())));
        }
    }

    /// <summary>After the migrations, before anything asks for a key: refuses keys of another file, and encrypts those that lie in clear.</summary>
    public static async Task CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var stored = await db.Keys.Where(k => k.Purpose == DataProtectionKeys.Purpose).ToListAsync(cancellationToken);
        var keys = stored.ConvertAll(k => (Row: k, Xml: XElement.Parse(k.Content)));
        var file = services.GetService<KeyFile>();
        foreach (var (_, xml) in keys)
        {
            if (xml.Descendants(KeyFileEncryptor.Element).FirstOrDefault() is { } made && made.Attribute(KeyFileEncryptor.FingerprintAttribute)?.Value != file?.Fingerprint)
            {
                throw new KeyProtectionException(file is null
                    ? "The keys in the database were encrypted with a key file, and there is none here. Set Hub:KeyFile to it."
                    : $"The keys in the database were encrypted with another key file than {file.Path}. Nodes that share a database share this file too: copy the first node's "
                      + "file here, or let Hub:KeyFile name it, or give all nodes the same Hub:KeyCertificate. After a loss, put it back from the backup.");
            }
        }

        var encryptor = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlEncryptor;
        if (encryptor is null)
        {
            if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            {
                LogUnprotected(services.GetRequiredService<ILoggerFactory>().CreateLogger("BroadbandHub.Keys"));
            }
        }
        else
        {
            foreach (var (row, xml) in keys)
            {
                if (EncryptSecrets(xml, encryptor))
                {
                    row.Content = xml.ToString(SaveOptions.DisableFormatting);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        // The first key is made now: made later, inside somebody's transaction, its own write would wait for that transaction for ever.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("BroadbandHub.Keys").Protect([]);
    }

    /// <summary>In the data folder, unless a setting names another place; null where there is no folder (tests that keep nothing).</summary>
    private static string? FileOf(IConfiguration configuration) =>
        configuration["Hub:KeyFile"] is { Length: > 0 } given ? Path.GetFullPath(given)
        : configuration["Hub:DataFolder"] is { Length: > 0 } folder ? Path.Combine(folder, "hub.key")
        : null;

    // What the framework does with a new key, for one that was stored before there was anything to encrypt it with.
    private static bool EncryptSecrets(XElement key, IXmlEncryptor encryptor)
    {
        var clear = key.Descendants().Where(e => (bool?)e.Attribute(Framework + "requiresEncryption") == true && e.Parent?.Name != Framework + "encryptedSecret").ToList();
        foreach (var secret in clear)
        {
            var made = encryptor.Encrypt(new XElement(secret));
            secret.ReplaceWith(new XElement(
                Framework + "encryptedSecret", new XAttribute("decryptorType", made.DecryptorType.AssemblyQualifiedName!), made.EncryptedElement));
        }

        return clear.Count > 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys that protect sign-ins, tokens and secret settings lie in the database in clear: whoever has a copy of it can sign in as anybody. "
        + "Set Hub:DataFolder, Hub:KeyFile or Hub:KeyCertificate.")]
    private static partial void LogUnprotected(ILogger log);
}
