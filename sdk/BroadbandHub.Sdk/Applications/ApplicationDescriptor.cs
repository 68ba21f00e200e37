namespace BroadbandHub.Sdk;

/// <summary>What the hub needs to know of an application in order to sell it.</summary>
/// <param name="Key">The application's key, unique in the hub: lower-case letters, digits and hyphens, at most 40, such as <c>network-disk</c>.</param>
/// <param name="Name">The name people see.</param>
/// <param name="Description">One or two sentences for the catalogue.</param>
/// <param name="LaunchUrl">Where "open" leads an employee; absolute http or https; null when the application has no page.</param>
/// <param name="Meters">What is counted; may be empty. More can be registered through the application's API.</param>
public sealed record ApplicationDescriptor(
    string Key, LocalText Name, LocalText Description, Uri? LaunchUrl, IReadOnlyList<MeterDescriptor> Meters)
{
    /// <summary>Set by you: how the application signs its users on through the hub; null when it does not.</summary>
    public SignOnDescriptor? SignOn { get; init; }

    /// <summary>
    /// Set by you, for an application that cannot speak OpenID Connect: where the hub sends an employee with a one-time ticket; absolute http or https without a
    /// fragment, at most 500 characters; null when the application takes none. <c>GET {hub}/sso/ticket?application={Key}</c>, with an optional <c>state</c> of at most 200 characters, leads there
    /// with <c>ticket</c> (and <c>state</c>) added to the query; "open" leads over it too when <c>LaunchUrl</c> is null. The application's server then sends the ticket to
    /// <c>POST {hub}/sso/ticket/redeem</c> (form-encoded <c>client_id</c>, <c>client_secret</c>, <c>ticket</c>), within 60 seconds and once, and gets JSON: <c>sub</c>, <c>name</c>, <c>email</c>,
    /// <c>locale</c>, <c>enterprise_id</c>, <c>enterprise_name</c>, <c>department_id</c> and <c>department_name</c> where there is a department, <c>subscriptions</c> (ids), <c>roles</c> where there are any, <c>sid</c>,
    /// <c>auth_time</c>, <c>amr</c>. Refusals are problem+json with the codes <c>ticket.bad_client</c> (401), <c>ticket.invalid</c>, <c>ticket.expired</c>, <c>ticket.used</c> and
    /// <c>ticket.person_gone</c> (400). Only an employee with a seat on an active subscription of the application gets a ticket. When the session ends, the hub tells
    /// <see cref="SignOnDescriptor.BackChannelLogoutUri"/> where there is one; <see cref="SignOnDescriptor.RedirectUris"/> may then be empty.
    /// </summary>
    public Uri? TicketUrl { get; init; }

    /// <summary>
    /// Set by you: what people can be in the application; at most 20, each key once, at most one by default. Who manages an enterprise's seats gives them with the seats.
    /// The application hears those of a person in the claim <c>roles</c>, an array of keys in order, absent when there are none: in the id token, at
    /// <c>/connect/userinfo</c> and in the answer to a redeemed ticket. Somebody with seats on several subscriptions of the application has the roles of all of them. A role that is no longer listed is
    /// not told any more; listed again, it is there again. When somebody loses a role, the hub signs the person out of the application; a new one is heard with the next token.
    /// </summary>
    public IReadOnlyList<ApplicationRole> Roles { get; init; } = [];
}

/// <summary>What somebody can be in an application, such as an editor; what it allows is the application's business.</summary>
/// <param name="Key">Unique inside the application: lower-case letters, digits and single hyphens between them, at most 40, such as <c>editor</c>.</param>
/// <param name="Name">The name that people see, such as "Editor"; at most 200 characters.</param>
public sealed record ApplicationRole(string Key, LocalText Name)
{
    /// <summary>Set by you: what the role allows, in one sentence of at most 500 characters; null when the name says it.</summary>
    public LocalText? Description { get; init; }

    /// <summary>Set by you: true for the role that a new seat has unless somebody says otherwise. Seats that exist already keep what they have.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>
/// How an application signs its users on through the hub with OpenID Connect (code flow with PKCE, S256). Each of the application's credentials is a client with
/// these addresses; the host updates them each time the plugin starts. Only an employee with a seat on an active subscription of the application gets a code.
/// </summary>
/// <param name="RedirectUris">Where the hub may send codes; 1 to 15 (none where <see cref="ApplicationDescriptor.TicketUrl"/> is set and only <paramref name="BackChannelLogoutUri"/> is meant) absolute http or https addresses without a fragment, compared letter by letter.</param>
/// <param name="PostLogoutRedirectUris">Where the browser may be sent after a sign-out; at most 15 of the same form; may be empty.</param>
/// <param name="BackChannelLogoutUri">
/// Where the hub POSTs a logout token (OpenID Connect Back-Channel Logout 1.0) when somebody's session ends, again with growing pauses until the answer is 2xx; the
/// same token id may come twice. Null when the application does not listen.
/// </param>
public sealed record SignOnDescriptor(IReadOnlyList<Uri> RedirectUris, IReadOnlyList<Uri> PostLogoutRedirectUris, Uri? BackChannelLogoutUri);

/// <summary>A usage meter of an application.</summary>
/// <param name="Key">Unique inside the application: letters, digits, dots, hyphens and underscores, at most 100, such as <c>storage.gb-hours</c>.</param>
/// <param name="Unit">The unit that quantities are given in, such as <c>GB·h</c>.</param>
/// <param name="Scale">How many decimals a quantity may have, 0 to 12. An event with more is rejected as <c>usage.bad_quantity</c>.</param>
/// <param name="Name">The name people see on a bill.</param>
public sealed record MeterDescriptor(string Key, string Unit, int Scale, LocalText Name);
