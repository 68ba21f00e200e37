using BroadbandHub.Identity.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.PasswordResets;

/// <summary>Seals links that anybody can ask for: they live shorter than those that an administrator makes.</summary>
internal sealed class ResetTokens(IDataProtectionProvider protection, ILogger<DataProtectorTokenProvider<Person>> log) : DataProtectorTokenProvider<Person>(
    protection, Microsoft.Extensions.Options.Options.Create(new DataProtectionTokenProviderOptions { Name = Provider, TokenLifespan = Lifetime }), log)
{
    public const string Provider = "PasswordReset";
    public const string Purpose = "reset";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
}
