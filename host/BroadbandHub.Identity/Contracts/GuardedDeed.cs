namespace BroadbandHub.Identity.Contracts;

/// <summary>
/// Something that only the account's owner does, not whoever sits down at an open session: people are asked to sign in once more when their last proof is older
/// than ten minutes (<c>Hub:FreshSignInMinutes</c>), with their security key when they have one. Register it as a singleton. Machines with a token are not asked.
/// </summary>
/// <param name="Route">The route as it is mapped, such as <c>/billing/v1/runs/{id}/approve</c>; the hub does not start when there is none.</param>
/// <param name="Form">On a page: the name of the form, or how the names of a list's forms begin with a star behind it (<c>rotate-*</c>); null for everything but reading.</param>
/// <param name="AskFirst">True to ask when the page is opened, so that nothing typed is lost.</param>
public sealed record GuardedDeed(string Route, string? Form = null, bool AskFirst = false);
