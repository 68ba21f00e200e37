using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>What the command that makes an administrator has to tell.</summary>
/// <param name="PasswordLink">Path and query of the page where the password is chosen; null when one was given.</param>
/// <param name="IsNew">False when the account was there: it is an administrator now, and its sessions have ended.</param>
public sealed record NewAdministrator(PersonId Id, string Email, string? PasswordLink, bool IsNew);
