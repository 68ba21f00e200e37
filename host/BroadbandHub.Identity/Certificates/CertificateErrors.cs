using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Certificates;

/// <summary>Why a certificate opens nothing. Who stands at the door with a valid one holds its key, so he may know.</summary>
internal static class CertificateErrors
{
    public static readonly HubError Off = HubError.NotFound("certificate.off", "This hub takes no certificates.");

    public static readonly HubError None = HubError.Invalid(
        "certificate.none", "The browser showed no certificate. Plug your token in, close all windows of the browser, and try once more.");

    public static readonly HubError Foreign = HubError.Invalid("certificate.foreign", "The certificate is of no authority that this hub trusts.");

    public static readonly HubError Expired = HubError.Invalid("certificate.expired", "The certificate has expired, or is not valid yet. Ask for a new one where you got it.");

    public static readonly HubError WrongPurpose = HubError.Invalid("certificate.wrong_purpose", "The certificate is not made for signing people in (client authentication).");

    public static readonly HubError Revoked = HubError.Invalid("certificate.revoked", "The certificate has been revoked by the authority that issued it.");

    public static readonly HubError NotKnown = HubError.Invalid(
        "certificate.revocation_unknown", "Whether the certificate has been revoked cannot be told now: the authority's list is missing here or out of date. Tell the operator.");

    public static readonly HubError NotBound = HubError.Invalid(
        "certificate.not_bound", "The certificate belongs to no account. Sign in another way and bind it on the page “Security keys” of your account.");

    public static readonly HubError Refused = HubError.Invalid("certificate.refused", "The account is locked for a while, or suspended. Wait 15 minutes, or ask your administrator.");

    public static readonly HubError Stale = HubError.Invalid("certificate.stale", "That took too long, or was begun in another browser. Try once more.");

    public static readonly HubError Taken = HubError.Conflict("certificate.taken", "The certificate is bound to an account already.");

    public static readonly HubError Unreadable = HubError.Invalid("certificate.unreadable", "That is no certificate in PEM or DER form.", "certificate");

    public static readonly HubError BadName = HubError.Invalid("certificate.bad_name", $"Give the certificate a name of at most {BoundCertificate.MostName} characters.", "name");

    public static readonly HubError TooMany = HubError.Conflict("certificate.too_many", $"An account has at most {BoundCertificate.MostPerPerson} certificates. Remove one first.");

    public static readonly HubError ByOwnerOnly = HubError.Forbidden("certificate.by_owner_only", "People bind their certificates themselves, by showing them. Only the operator does it from a file, and not for its own staff where permissions need a second person.");

    public static readonly HubError NotFound = HubError.NotFound("certificate.not_found", "There is no such certificate at this account; it may have been removed already.");

    private static readonly HubError[] AtTheDoor = [None, Foreign, Expired, WrongPurpose, Revoked, NotKnown, NotBound, Refused, Stale, Taken];

    /// <summary>What a page shows for a code in its address; nothing for what somebody else wrote there.</summary>
    public static HubError? Find(string? code) => Array.Find(AtTheDoor, e => e.Code == code);
}
