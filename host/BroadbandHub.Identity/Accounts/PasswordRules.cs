using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>What a password must not be, beside its length: what many people choose, and the person's own name or address.</summary>
internal sealed class PasswordRules(CommonPasswords common) : IPasswordValidator<Person>
{
    /// <summary>More than anybody types; what is longer is not even compared at the sign-in.</summary>
    public const int Most = 200;

    private const string Common = "PasswordCommon";
    private const string TooLong = "PasswordTooLong";

    public Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        if (password?.Length > Most)
        {
            return Task.FromResult(IdentityResult.Failed(new IdentityError { Code = TooLong }));
        }

        var own = (user.Email?.Split('@')[0] ?? "").Split('.', '-', '_', '+').Append(user.Email?.Split('@')[0] ?? "").Concat(user.FullName.Split(' ')).Append(user.FullName);
        return Task.FromResult(common.Contains(password ?? "", own) ? IdentityResult.Failed(new IdentityError { Code = Common }) : IdentityResult.Success);
    }

    public static HubError Explain(IdentityResult refused, string field) =>
        refused.Errors.Any(e => e.Code == TooLong) ? HubError.Invalid("password.too_long", $"The password has at most {Most} characters.", field)
        : refused.Errors.Any(e => e.Code == Common)
        ? HubError.Invalid("password.common", "This password is one of those that are tried first: a common word with figures, a row of keys, or your own name. Choose another one, a few words in a row, say.", field)
        : HubError.Invalid("password.too_weak", "The password needs at least 10 characters, and not the same few again and again.", field);
}
