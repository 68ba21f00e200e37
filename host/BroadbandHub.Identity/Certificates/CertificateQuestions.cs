using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace BroadbandHub.Identity.Certificates;

internal enum CertificatePurpose
{
    SignIn,
    Bind,
}

/// <param name="Nonce">The digest of what the browser keeps in a cookie at the hub's own address.</param>
/// <param name="Session">Of who wants to bind a certificate.</param>
/// <param name="Back">Where a sign-in leads on.</param>
internal sealed record CertificateQuestion(Guid Id, CertificatePurpose Purpose, string Nonce, string? Session, string? Back, DateTimeOffset Until);

internal sealed record CertificateAnswer(CertificateQuestion Question, ShownCertificate Certificate, DateTimeOffset Until);

/// <summary>
/// Carries a sign-in from the hub's address to the port of the certificates and back: sealed questions there, sealed answers back. An answer counts only in the browser in which the question was
/// asked (which has the cookie), for a minute, and once: a copied address opens nothing, and nobody is signed in by somebody else's link. Singleton.
/// </summary>
internal sealed class CertificateQuestions(CertificateSettings settings, IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan AnswerLifetime = TimeSpan.FromMinutes(1);

    /// <summary>A name has to be thought of.</summary>
    public static readonly TimeSpan BindLifetime = TimeSpan.FromMinutes(10);

    private const string CookieName = "hub.certificate";
    private const int MostText = 7_000;

    // Question and answer travel in addresses, of which a server takes eight thousand characters.
    private const int MostBack = 3_000;

    /// <summary>Where to send the browser.</summary>
    public string Ask(HttpContext context, CertificatePurpose purpose, string? session, string? back)
    {
        var nonce = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(CookieName, nonce, new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = BindLifetime + Lifetime, Path = "/", IsEssential = true });
        var now = clock.GetUtcNow();
        var question = new CertificateQuestion(Guid.CreateVersion7(now), purpose, Digest(nonce), session, back?.Length > MostBack ? null : back, now + Lifetime);
        return new Uri(settings.Url!, CertificatePort.Present) + "?question=" + Seal("question", question);
    }

    /// <summary>At the port of the certificates.</summary>
    public CertificateQuestion? Read(string? question) => Open<CertificateQuestion>("question", question) is { } asked && asked.Until >= clock.GetUtcNow() ? asked : null;

    public string Answer(CertificateQuestion question, ShownCertificate certificate)
    {
        var until = clock.GetUtcNow() + (question.Purpose == CertificatePurpose.SignIn ? AnswerLifetime : BindLifetime);
        return new Uri(settings.Hub!, CertificateSignIn.AnswerPath) + "?answer=" + Seal("answer", new CertificateAnswer(question, certificate, until));
    }

    /// <summary>Back at the hub; null unless it is an answer to what this browser was asked.</summary>
    public CertificateAnswer? Hear(string? answer, CertificatePurpose purpose, HttpContext context) =>
        Open<CertificateAnswer>("answer", answer) is { } heard && heard.Until >= clock.GetUtcNow() && heard.Question.Purpose == purpose
            && context.Request.Cookies[CookieName] is { Length: < 100 } nonce
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Digest(nonce)), Encoding.ASCII.GetBytes(heard.Question.Nonce))
            ? heard
            : null;

    public CertificatePurpose? PurposeOf(string? answer) => Open<CertificateAnswer>("answer", answer)?.Question.Purpose;

    private static string Digest(string nonce) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));

    private string Seal<T>(string what, T content) => Protector(what).Protect(JsonSerializer.Serialize(content));

    private T? Open<T>(string what, string? text)
        where T : class
    {
        if (text is null or { Length: > MostText })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(Protector(what).Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string what) => protection.CreateProtector("BroadbandHub.Certificate", what);
}
