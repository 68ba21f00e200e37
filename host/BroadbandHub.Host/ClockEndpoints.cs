using System.Globalization;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Host;

/// <summary>Moves the clock forward, in Development only: a month can be played through in a minute.</summary>
internal static class ClockEndpoints
{
    private static readonly TimeSpan MostAtOnce = TimeSpan.FromDays(400);

    public static void MapClock(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/system/v1/clock", (HubClock clock) => Results.Ok(Answer(clock))).RequireAuthorization("system.plugins.read").WithTags("System");
        routes.MapPost("/system/v1/clock/advance", (Advance advance, HubClock clock) =>
        {
            if (!TimeSpan.TryParse(advance.By, CultureInfo.InvariantCulture, out var by) || by <= TimeSpan.Zero || by > MostAtOnce)
            {
                return HubError.Invalid("clock.bad_step", "Give a time span of at most 400 days, such as 1.00:00:00 for a day.", "by").ToProblem();
            }

            clock.Advance(by);
            return Results.Ok(Answer(clock));
        }).RequireAuthorization("system.plugins.manage").WithTags("System");
    }

    private static object Answer(HubClock clock) => new { now = clock.GetUtcNow(), movedForwardBy = clock.Offset.ToString("c", CultureInfo.InvariantCulture) };

    private sealed record Advance(string? By);
}
