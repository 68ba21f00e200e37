using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Sessions;

/// <summary>What people call the values of the claim amr (RFC 8176) that the hub writes: pwd, otp, hwk, sc.</summary>
internal static class SignInMethods
{
    /// <summary>"Password + Code"; null for none.</summary>
    public static LocalText? NameOf(IReadOnlyCollection<string> methods)
    {
        // A certificate counts for a key, and says so in its claims; people know it as a certificate.
        var names = methods.Where(m => m != "hwk" || !methods.Contains("sc")).Select(m => IdentityTexts.Both("sessions.by_" + m)).ToList();
        return names.Count == 0 ? null : new(string.Join(" + ", names.Select(n => n.English)), string.Join(" + ", names.Select(n => n.Chinese ?? n.English)));
    }
}
