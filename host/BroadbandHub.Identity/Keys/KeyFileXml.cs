using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Keys;

/// <summary>Encrypts data-protection keys with the <see cref="KeyFile"/>.</summary>
internal sealed class KeyFileEncryptor(KeyFile file) : IXmlEncryptor
{
    public const string Element = "hubKey";
    public const string FingerprintAttribute = "file";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(
            Element,
            new XAttribute(FingerprintAttribute, file.Fingerprint),
            Convert.ToBase64String(file.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(KeyFileDecryptor));
}

/// <summary>Made by the framework, which finds the type's name beside what it shall decrypt.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<KeyFile>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
