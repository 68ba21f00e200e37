using BroadbandHub.Portal.Problems;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Tells people from programs.</summary>
public static class PageRequests
{
    /// <summary>Whether a person asked with a browser for a page; programs get status codes and problem+json instead of redirects and pages.</summary>
    public static bool IsForPeople(this HttpRequest request) => ProblemPages.IsForPeople(request);
}
