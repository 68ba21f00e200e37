using static BroadbandHub.Host.Tests.Scoping.Who;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>A request for one endpoint, who must succeed with it, and who may have an answer about things of their own. Everybody else is refused.</summary>
/// <param name="Endpoint">Method and route as they are mapped: <c>GET /identity/v1/people/{id}</c>.</param>
/// <param name="Path">With real ids in place of {names}; {new …} makes something for this request alone.</param>
/// <param name="Owners">They succeed.</param>
internal sealed record Sample(string Endpoint, string Path, string? Body, Who[] Owners)
{
    public static readonly Who[] People = [Admin, Staff, Boss, Employee, Stranger, Partner, Rival];

    /// <summary>They get an answer too, or are refused; what they get has nothing of Acme's or Diskworks' in it.</summary>
    public Who[] Peers { get; private init; } = [];

    /// <summary>Where the owner is sent on to, outside the hub.</summary>
    public string? Leads { get; private init; }

    /// <summary>A package goes with the request instead of a text.</summary>
    public bool IsUpload { get; private init; }

    public string Method => Endpoint.Split(' ')[0];

    public bool IsPage { get; private init; }

    /// <summary>For the owners alone. The path is the route when it has no parameters.</summary>
    public static Sample Of(Who[] owners, string endpoint, string? path = null, string? body = null) => new(endpoint, path ?? endpoint.Split(' ')[1], body, owners);

    /// <summary>A page for the owners alone.</summary>
    public static Sample Page(Who[] owners, string route, string? path = null) => new Sample("PAGE " + route, path ?? route, null, owners) { IsPage = true };

    /// <summary>Everybody who has signed in has one of their own; Acme's administrator has something in it that nobody else may see.</summary>
    public static Sample Personal(string endpoint, string? path = null, string? body = null) => Of([Boss], endpoint, path, body).Beside(People);

    /// <summary>For everybody, and with nothing in it that is anybody's.</summary>
    public static Sample Public(string endpoint, string? path = null, string? body = null) => Of([], endpoint, path, body).Beside(Enum.GetValues<Who>());

    public Sample Beside(params Who[] peers) => this with { Peers = [.. peers.Except(Owners)] };

    public Sample LeadingTo(string path) => this with { Leads = path };

    public Sample WithPackage() => this with { IsUpload = true };
}
